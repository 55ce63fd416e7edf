#ifndef CLIBCRYPTO_SHIM_H
#define CLIBCRYPTO_SHIM_H
#if __has_include(<openssl/evp.h>)
#include <openssl/evp.h>
#else
#error "libcrypto is missing. Debian: apt-get install libssl-dev"
#endif
#endif
