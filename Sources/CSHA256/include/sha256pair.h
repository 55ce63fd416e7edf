#ifndef SHA256PAIR_H
#define SHA256PAIR_H
#include <stddef.h>
#include <stdint.h>

// SHA-256 (FIPS 180-4) of two texts at a time, with the SHA instructions of x86-64.
//
// One text alone keeps these instructions waiting for their own results most of the time; a second text fills the gaps.

/// The eight words of a digest in progress, as the instructions want them.
typedef struct { uint32_t words[8]; } sha256pair_state;

/// 1 when this machine has the instructions; the functions below must not be called without them.
int sha256pair_is_available(void);

/// The state before the first byte.
void sha256pair_start(sha256pair_state *state);

/// Adds `blocks` blocks of 64 bytes.
void sha256pair_add(sha256pair_state *state, const uint8_t *bytes, size_t blocks);

/// Adds as many blocks of 64 bytes to each of two texts.
void sha256pair_add_both(
    sha256pair_state *a, const uint8_t *bytes_a, sha256pair_state *b, const uint8_t *bytes_b, size_t blocks);

/// The state as the 32 bytes of a digest.
void sha256pair_write(const sha256pair_state *state, uint8_t *digest);

#endif
