/* Vectors of LANES lanes, and improvements within a block of labels; included by _kernels_body.h for each number of lanes. */

#if defined(AVX2) && LANES * BYTES == 64
typedef struct { /* halves that compilers keep in registers, as they do not keep a vector twice as long as those */
    __m256i low, high;
} SWEPT(Lanes);

static inline SWEPT(Lanes) SWEPT(load)(const RANK *at) {
    return (SWEPT(Lanes)){_mm256_loadu_si256((const __m256i *)at), _mm256_loadu_si256((const __m256i *)at + 1)};
}

static inline void SWEPT(store)(RANK *at, SWEPT(Lanes) one) {
    _mm256_storeu_si256((__m256i *)at, one.low);
    _mm256_storeu_si256((__m256i *)at + 1, one.high);
}

static inline SWEPT(Lanes) SWEPT(least)(SWEPT(Lanes) one, SWEPT(Lanes) two) {
#if BYTES == 2
    return (SWEPT(Lanes)){_mm256_min_epu16(one.low, two.low), _mm256_min_epu16(one.high, two.high)};
#else
    return (SWEPT(Lanes)){_mm256_min_epu32(one.low, two.low), _mm256_min_epu32(one.high, two.high)};
#endif
}

static inline SWEPT(Lanes) SWEPT(most)(SWEPT(Lanes) one, SWEPT(Lanes) two) {
#if BYTES == 2
    return (SWEPT(Lanes)){_mm256_max_epu16(one.low, two.low), _mm256_max_epu16(one.high, two.high)};
#else
    return (SWEPT(Lanes)){_mm256_max_epu32(one.low, two.low), _mm256_max_epu32(one.high, two.high)};
#endif
}

static inline SWEPT(Lanes) SWEPT(either)(SWEPT(Lanes) one, SWEPT(Lanes) two) {
    return (SWEPT(Lanes)){_mm256_or_si256(one.low, two.low), _mm256_or_si256(one.high, two.high)};
}

static inline SWEPT(Lanes) SWEPT(same)(RANK value) {
    const __m256i all = BYTES == 2 ? _mm256_set1_epi16((short)value) : _mm256_set1_epi32((int)value);
    return (SWEPT(Lanes)){all, all};
}

static inline int SWEPT(differ)(SWEPT(Lanes) one, SWEPT(Lanes) two) {
    const __m256i other = _mm256_or_si256(_mm256_xor_si256(one.low, two.low), _mm256_xor_si256(one.high, two.high));
    return !_mm256_testz_si256(other, other);
}
#elif defined(__GNUC__)
typedef RANK SWEPT(Lanes) __attribute__((vector_size(LANES * BYTES)));
typedef uint64_t SWEPT(Words) __attribute__((vector_size(LANES * BYTES)));

static inline SWEPT(Lanes) SWEPT(load)(const RANK *at) {
    SWEPT(Lanes) one;
    memcpy(&one, at, sizeof one);
    return one;
}

static inline void SWEPT(store)(RANK *at, SWEPT(Lanes) one) { memcpy(at, &one, sizeof one); }

static inline SWEPT(Lanes) SWEPT(least)(SWEPT(Lanes) one, SWEPT(Lanes) two) {
#if defined(AVX2) && LANES * BYTES == 16 && BYTES == 2
    return (SWEPT(Lanes))_mm_min_epu16((__m128i)one, (__m128i)two);
#elif defined(AVX2) && LANES * BYTES == 32 && BYTES == 2
    return (SWEPT(Lanes))_mm256_min_epu16((__m256i)one, (__m256i)two);
#elif defined(AVX2) && LANES * BYTES == 32 && BYTES == 4
    return (SWEPT(Lanes))_mm256_min_epu32((__m256i)one, (__m256i)two);
#else
    const SWEPT(Lanes) smaller = (SWEPT(Lanes))(one < two);
    return (one & smaller) | (two & ~smaller);
#endif
}

static inline SWEPT(Lanes) SWEPT(most)(SWEPT(Lanes) one, SWEPT(Lanes) two) { return one ^ two ^ SWEPT(least)(one, two); }

static inline SWEPT(Lanes) SWEPT(either)(SWEPT(Lanes) one, SWEPT(Lanes) two) { return one | two; }

static inline SWEPT(Lanes) SWEPT(same)(RANK value) { return (SWEPT(Lanes)){0} + value; }

static inline int SWEPT(differ)(SWEPT(Lanes) one, SWEPT(Lanes) two) {
#if defined(AVX2) && LANES * BYTES == 16
    const __m128i other = (__m128i)(one ^ two);
    return !_mm_testz_si128(other, other);
#elif defined(AVX2) && LANES * BYTES == 32
    const __m256i other = (__m256i)(one ^ two);
    return !_mm256_testz_si256(other, other);
#else
    const SWEPT(Words) words = (SWEPT(Words))(one ^ two);
    uint64_t found = 0;
    for (int k = 0; k < LANES * BYTES / 8; k++) found |= words[k];
    return found != 0;
#endif
}
#else
typedef struct {
    RANK lane[LANES];
} SWEPT(Lanes);

static inline SWEPT(Lanes) SWEPT(load)(const RANK *at) {
    SWEPT(Lanes) one;
    memcpy(&one, at, sizeof one);
    return one;
}

static inline void SWEPT(store)(RANK *at, SWEPT(Lanes) one) { memcpy(at, &one, sizeof one); }

static inline SWEPT(Lanes) SWEPT(least)(SWEPT(Lanes) one, SWEPT(Lanes) two) {
    for (int l = 0; l < LANES; l++) one.lane[l] = one.lane[l] < two.lane[l] ? one.lane[l] : two.lane[l];
    return one;
}

static inline SWEPT(Lanes) SWEPT(most)(SWEPT(Lanes) one, SWEPT(Lanes) two) {
    for (int l = 0; l < LANES; l++) one.lane[l] = one.lane[l] > two.lane[l] ? one.lane[l] : two.lane[l];
    return one;
}

static inline SWEPT(Lanes) SWEPT(either)(SWEPT(Lanes) one, SWEPT(Lanes) two) {
    for (int l = 0; l < LANES; l++) one.lane[l] |= two.lane[l];
    return one;
}

static inline SWEPT(Lanes) SWEPT(same)(RANK value) {
    SWEPT(Lanes) result;
    for (int l = 0; l < LANES; l++) result.lane[l] = value;
    return result;
}

static inline int SWEPT(differ)(SWEPT(Lanes) one, SWEPT(Lanes) two) { return memcmp(&one, &two, sizeof one) != 0; }
#endif

/* Blocks all of whose strategies lead to one another: each strategy is lowered to the least of those that are better, tied ones together.
 *
 * The labels of LANES lanes are those of one block, or of neighbouring blocks that have the same order. Returns how many strategies changed,
 * and lists them. What is lowered is lowered to something that is better still, so a minimum may be taken before or after.
 */
static APART int64_t SWEPT(block)(
    RANK *RESTRICT labels, const uint16_t *RESTRICT order, int64_t listed, int64_t stride, const RANK *own, uint32_t *RESTRICT changed
) {
    const uint16_t *end = order + listed, *first = order, *at;
    const SWEPT(Lanes) mask = SWEPT(load)(own);
    SWEPT(Lanes) above = SWEPT(same)(LIMIT);
    int64_t found = 0;
    for (; first < end; first = at) {
        const SWEPT(Lanes) limit = SWEPT(either)(above, mask);
        SWEPT(Lanes) high = SWEPT(same)(0);
        at = first;
        do {
            const SWEPT(Lanes) old = SWEPT(load)(labels + (*at & STRATEGY) * stride);
            above = SWEPT(least)(above, old);
            high = SWEPT(most)(high, old);
        } while (++at < end && !(*at & TIED_BELOW));
        if (first == order || !SWEPT(differ)(SWEPT(least)(high, limit), high)) continue;
        for (; first < at; first++) {
            RANK *label = labels + (*first & STRATEGY) * stride;
            const SWEPT(Lanes) old = SWEPT(load)(label), now = SWEPT(least)(old, limit);
            SWEPT(store)(label, now);
            changed[found] = *first & STRATEGY;
            found += SWEPT(differ)(old, now);
        }
    }
    return found;
}
