#ifndef CLIBYAML_SHIM_H
#define CLIBYAML_SHIM_H
#if __has_include(<yaml.h>)
#include <yaml.h>
#else
#error "libyaml is missing. Debian: apt-get install libyaml-dev"
#endif
#endif
