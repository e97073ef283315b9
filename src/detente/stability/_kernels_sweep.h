/* One mover's improvements, down its blocks, for labels of LANES lanes; included by _kernels_body.h. */

#ifdef __GNUC__
typedef RANK SWEPT(Lanes) __attribute__((vector_size(LANES * BYTES)));
typedef uint64_t SWEPT(Words) __attribute__((vector_size(LANES * BYTES)));
#define LANE(v, l) (v)[l]

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

static inline SWEPT(Lanes) SWEPT(either)(SWEPT(Lanes) one, SWEPT(Lanes) two) { return one | two; }

static inline SWEPT(Lanes) SWEPT(same)(RANK value) { return (SWEPT(Lanes)){0} + value; }

static inline int SWEPT(differ)(SWEPT(Lanes) one, SWEPT(Lanes) two) {
    const SWEPT(Words) words = (SWEPT(Words))(one ^ two);
    uint64_t found = 0;
    for (int k = 0; k < LANES * BYTES / 8; k++) found |= words[k];
    return found != 0;
}
#else
typedef struct {
    RANK lane[LANES];
} SWEPT(Lanes);
#define LANE(v, l) (v).lane[l]

static inline SWEPT(Lanes) SWEPT(least)(SWEPT(Lanes) one, SWEPT(Lanes) two) {
    for (int l = 0; l < LANES; l++) one.lane[l] = one.lane[l] < two.lane[l] ? one.lane[l] : two.lane[l];
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

/* A block all of whose strategies lead to one another: a running minimum down the order meets exactly what is better. */
static inline int SWEPT(block)(RANK *labels, uint8_t *stamps, const uint16_t *order, int64_t listed, int64_t stride, SWEPT(Lanes) mask, uint8_t pass) {
    SWEPT(Lanes) above = SWEPT(same)(LIMIT), better = above;
    int any = 0;
    for (int64_t at = 0; at < listed; at++) {
        const int64_t cell = (order[at] & STRATEGY) * stride;
        SWEPT(Lanes) old, now;
        if (order[at] & TIED_BELOW) better = above;
        memcpy(&old, labels + cell * LANES, sizeof old);
        now = SWEPT(least)(old, SWEPT(either)(better, mask));
        memcpy(labels + cell * LANES, &now, sizeof now);
        above = SWEPT(least)(above, now);
        const int differs = SWEPT(differ)(old, now);
        if (differs) stamps[cell] = pass;
        any |= differs;
    }
    return any;
}

/* A block with one-way options: the minimum over what is better is kept for each class, and each strategy enters those that lead to it. */
static inline int SWEPT(directed)(
    RANK *labels, uint8_t *stamps, const uint16_t *order, int64_t listed, const Axis *axis, SWEPT(Lanes) mask, uint8_t pass, RANK *better
) {
    memset(better, 0xFF, sizeof(SWEPT(Lanes)) << axis->bits);
    int any = 0;
    for (int64_t from = 0, to; from < listed; from = to) {
        for (to = from + 1; to < listed && !(order[to] & TIED_BELOW); to++) {}
        for (int64_t at = from; at < to; at++) {
            const int64_t strategy = order[at] & STRATEGY, cell = strategy * axis->stride;
            SWEPT(Lanes) old, now, above;
            memcpy(&old, labels + cell * LANES, sizeof old);
            memcpy(&above, better + axis->taken[strategy] * LANES, sizeof above);
            now = SWEPT(least)(old, SWEPT(either)(above, mask));
            memcpy(labels + cell * LANES, &now, sizeof now);
            if (SWEPT(differ)(old, now)) stamps[cell] = pass, any = 1;
        }
        for (int64_t at = from; at < to; at++) {
            const int64_t strategy = order[at] & STRATEGY;
            const unsigned taken = axis->taken[strategy];
            SWEPT(Lanes) now, below;
            memcpy(&now, labels + strategy * axis->stride * LANES, sizeof now);
            for (unsigned part = taken;; part = (part - 1) & taken) {
                memcpy(&below, better + part * LANES, sizeof below);
                below = SWEPT(least)(below, now);
                memcpy(better + part * LANES, &below, sizeof below);
                if (!part) break;
            }
        }
    }
    return any;
}

/* Every block of the mover in which something changed after pass `last`. Returns whether anything changed now, or -1 without memory. */
static int SWEPT(sweep)(const Model *model, NAME(Room) *room, int mover, uint8_t pass, uint8_t last) {
    const Axis *axis = &model->axes[mover];
    SWEPT(Lanes) mask = SWEPT(same)(0);
    if (mover >= room->first && mover < room->first + room->group) {
        LANE(mask, mover - room->first) = LIMIT;
        LANE(mask, room->group + mover - room->first) = LIMIT;
    }
    RANK *better = NULL;
    if (axis->bits) {
        better = malloc(sizeof(SWEPT(Lanes)) << axis->bits);
        if (!better) return -1;
    }
    uint8_t stale[TILE], bytes[TILE];
    int any = 0;
    Tile tile;
    for (tile_start(&tile); tile_next(&tile, axis, model->cells);) {
        const int64_t block = tile_block(&tile, axis), span = axis->size * axis->stride;
        memset(stale, 0, sizeof stale);
        if (tile.across == 1)
            for (int64_t a = 0; a < tile.along; a++) {
                const uint8_t *at = room->stamps + tile.base + a * span;
                uint8_t found = 0;
                for (int64_t x = 0; x < span; x++) found |= at[x] > last;
                stale[a] = found;
            }
        else
            for (int64_t x = 0; x < axis->size; x++) {
                const uint8_t *row = byte_row(room->stamps, &tile, axis, x, bytes);
                for (int64_t w = 0; w < tile.width; w++) stale[w] |= row[w] > last;
            }
        const uint16_t *orders = room->orders[mover] + block * axis->size, *counts = room->counts[mover] + block;
        for (int64_t a = 0; a < tile.along; a++)
            for (int64_t b = 0; b < tile.across; b++) {
                const int64_t at = a * tile.across + b, cell = tile.base + a * span + b;
                if (!stale[at]) continue;
                RANK *labels = room->labels + cell * LANES;
                const uint16_t *order = orders + at * axis->size;
                const int64_t listed = counts[at];
                if (axis->bits) any |= SWEPT(directed)(labels, room->stamps + cell, order, listed, axis, mask, pass, better);
                else any |= SWEPT(block)(labels, room->stamps + cell, order, listed, axis->stride, mask, pass);
            }
    }
    free(better);
    return any;
}
#undef LANE
