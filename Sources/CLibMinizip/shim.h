#ifndef CLIBMINIZIP_SHIM_H
#define CLIBMINIZIP_SHIM_H
#if __has_include(<minizip/unzip.h>)
#include <minizip/unzip.h>
#else
#error "minizip is missing. Debian: apt-get install libminizip-dev"
#endif
#endif
