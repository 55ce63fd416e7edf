#include "include/sha256pair.h"

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>

#define WITH_SHA __attribute__((target("sha,sse4.1")))
#define INLINE static inline __attribute__((always_inline)) WITH_SHA

int sha256pair_is_available(void) {
    unsigned a, b, c, d;
    if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_SSE4_1)) return 0;
    return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & 1u << 29);
}

static const uint32_t constants[64] __attribute__((aligned(16))) = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

/// The words of a state in the order of the instructions: ABEF and CDGH, the highest first.
typedef struct { __m128i abef, cdgh; } lane;

void sha256pair_start(sha256pair_state *state) {
    // A B E F and C D G H, the lowest word first.
    static const uint32_t start[8] = {
        0x9b05688c, 0x510e527f, 0xbb67ae85, 0x6a09e667, 0x5be0cd19, 0x1f83d9ab, 0xa54ff53a, 0x3c6ef372,
    };
    for (int i = 0; i < 8; i++) state->words[i] = start[i];
}

void sha256pair_write(const sha256pair_state *state, uint8_t *digest) {
    // Where A to H stand in the state.
    static const int places[8] = {3, 2, 7, 6, 1, 0, 5, 4};
    for (int i = 0; i < 8; i++) {
        const uint32_t word = state->words[places[i]];
        for (int k = 0; k < 4; k++) digest[4 * i + k] = (uint8_t)(word >> (24 - 8 * k));
    }
}

INLINE lane load(const sha256pair_state *state) {
    return (lane){_mm_loadu_si128((const __m128i *)state->words), _mm_loadu_si128((const __m128i *)(state->words + 4))};
}

INLINE void store(sha256pair_state *state, lane x) {
    _mm_storeu_si128((__m128i *)state->words, x.abef);
    _mm_storeu_si128((__m128i *)(state->words + 4), x.cdgh);
}

INLINE __m128i words_of(const uint8_t *bytes) {
    const __m128i order = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
    return _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)bytes), order);
}

/// Four rounds, the `step`-th of sixteen; `w` holds the last sixteen words of the schedule, four at a time.
INLINE void four_rounds(lane *x, __m128i w[4], const uint8_t *bytes, int step) {
    __m128i now;
    if (step < 4) {
        now = words_of(bytes + 16 * step);
    } else {
        const __m128i last = w[(step + 3) & 3];
        now = _mm_sha256msg1_epu32(w[step & 3], w[(step + 1) & 3]);
        now = _mm_add_epi32(now, _mm_alignr_epi8(last, w[(step + 2) & 3], 4));
        now = _mm_sha256msg2_epu32(now, last);
    }
    w[step & 3] = now;
    __m128i sum = _mm_add_epi32(now, _mm_load_si128((const __m128i *)(constants + 4 * step)));
    x->cdgh = _mm_sha256rnds2_epu32(x->cdgh, x->abef, sum);
    x->abef = _mm_sha256rnds2_epu32(x->abef, x->cdgh, _mm_shuffle_epi32(sum, 0x0E));
}

WITH_SHA void sha256pair_add(sha256pair_state *state, const uint8_t *bytes, size_t blocks) {
    lane x = load(state);
    for (; blocks > 0; blocks--, bytes += 64) {
        const lane before = x;
        __m128i w[4];
#pragma unroll
        for (int step = 0; step < 16; step++) four_rounds(&x, w, bytes, step);
        x.abef = _mm_add_epi32(x.abef, before.abef);
        x.cdgh = _mm_add_epi32(x.cdgh, before.cdgh);
    }
    store(state, x);
}

WITH_SHA void sha256pair_add_both(
    sha256pair_state *a, const uint8_t *bytes_a, sha256pair_state *b, const uint8_t *bytes_b, size_t blocks) {
    lane x = load(a), y = load(b);
    for (; blocks > 0; blocks--, bytes_a += 64, bytes_b += 64) {
        const lane x_before = x, y_before = y;
        __m128i w[4], v[4];
#pragma unroll
        for (int step = 0; step < 16; step++) {
            four_rounds(&x, w, bytes_a, step);
            four_rounds(&y, v, bytes_b, step);
        }
        x.abef = _mm_add_epi32(x.abef, x_before.abef);
        x.cdgh = _mm_add_epi32(x.cdgh, x_before.cdgh);
        y.abef = _mm_add_epi32(y.abef, y_before.abef);
        y.cdgh = _mm_add_epi32(y.cdgh, y_before.cdgh);
    }
    store(a, x);
    store(b, y);
}
#else
int sha256pair_is_available(void) { return 0; }
void sha256pair_start(sha256pair_state *state) { (void)state; }
void sha256pair_add(sha256pair_state *state, const uint8_t *bytes, size_t blocks) {
    (void)state, (void)bytes, (void)blocks;
}
void sha256pair_add_both(
    sha256pair_state *a, const uint8_t *bytes_a, sha256pair_state *b, const uint8_t *bytes_b, size_t blocks) {
    (void)a, (void)bytes_a, (void)b, (void)bytes_b, (void)blocks;
}
void sha256pair_write(const sha256pair_state *state, uint8_t *digest) { (void)state, (void)digest; }
#endif
