#ifndef CLIBCURL_SHIM_H
#define CLIBCURL_SHIM_H
#if __has_include(<curl/curl.h>)
#include <curl/curl.h>
#else
#error "libcurl is missing. Debian: apt-get install libcurl4-openssl-dev"
#endif

// Variadic functions are not imported by Swift; these are their typed forms.
typedef size_t (*clibcurl_write)(char *, size_t, size_t, void *);
static inline CURLcode clibcurl_set_long(CURL *h, CURLoption o, long v) { return curl_easy_setopt(h, o, v); }
static inline CURLcode clibcurl_set_pointer(CURL *h, CURLoption o, const void *v) { return curl_easy_setopt(h, o, v); }
// One type for CURLOPT_WRITEFUNCTION, CURLOPT_HEADERFUNCTION and CURLOPT_READFUNCTION.
static inline CURLcode clibcurl_set_write(CURL *h, CURLoption o, clibcurl_write v) { return curl_easy_setopt(h, o, v); }
static inline CURLcode clibcurl_get_long(CURL *h, CURLINFO o, long *v) { return curl_easy_getinfo(h, o, v); }
#endif
