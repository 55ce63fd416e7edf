#ifndef CLIBEXPAT_SHIM_H
#define CLIBEXPAT_SHIM_H
#if __has_include(<expat.h>)
#include <expat.h>
#else
#error "Expat is missing. Debian: apt-get install libexpat1-dev"
#endif
#endif
