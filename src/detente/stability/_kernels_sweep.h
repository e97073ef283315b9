/* One mover's improvements, down its blocks, for labels of LANES lanes; included by _kernels_body.h. */

#ifdef __GNUC__
typedef RANK SWEPT(Lanes) __attribute__((vector_size(LANES * sizeof(RANK)), aligned(sizeof(RANK))));
#define LANE(v, l) (v)[l]
#else
typedef struct {
    RANK lane[LANES];
} SWEPT(Lanes);
#define LANE(v, l) (v).lane[l]
#endif

static inline SWEPT(Lanes) SWEPT(least)(SWEPT(Lanes) one, SWEPT(Lanes) two) {
    SWEPT(Lanes) result;
    for (int l = 0; l < LANES; l++) LANE(result, l) = LANE(one, l) < LANE(two, l) ? LANE(one, l) : LANE(two, l);
    return result;
}

static inline SWEPT(Lanes) SWEPT(either)(SWEPT(Lanes) one, SWEPT(Lanes) two) {
    SWEPT(Lanes) result;
    for (int l = 0; l < LANES; l++) LANE(result, l) = LANE(one, l) | LANE(two, l);
    return result;
}

static inline int SWEPT(differ)(SWEPT(Lanes) one, SWEPT(Lanes) two) {
    uint64_t words[LANES * sizeof(RANK) / 8], other[LANES * sizeof(RANK) / 8], found = 0;
    memcpy(words, &one, sizeof words);
    memcpy(other, &two, sizeof other);
    for (size_t k = 0; k < sizeof words / 8; k++) found |= words[k] ^ other[k];
    return found != 0;
}

/* A block all of whose strategies lead to one another: a running minimum down the order meets exactly what is better. */
static inline int SWEPT(block)(RANK *labels, uint8_t *stamps, const uint16_t *order, int64_t listed, int64_t stride, SWEPT(Lanes) mask, uint8_t pass) {
    SWEPT(Lanes) above, better;
    memset(&above, 0xFF, sizeof above);
    better = above;
    int any = 0;
    for (int64_t at = 0; at < listed; at++) {
        const int64_t cell = (order[at] & STRATEGY) * stride;
        if (order[at] & TIED_BELOW) better = above;
        SWEPT(Lanes) old, now;
        memcpy(&old, labels + cell * LANES, sizeof old);
        now = SWEPT(least)(old, SWEPT(either)(better, mask));
        memcpy(labels + cell * LANES, &now, sizeof now);
        above = SWEPT(least)(above, now);
        const int differs = SWEPT(differ)(old, now);
        stamps[cell] = differs ? pass : stamps[cell];
        any |= differs;
    }
    return any;
}

/* A block with one-way options: the minimum over what is better is kept for each class, and each strategy enters those that lead to it. */
static inline int SWEPT(directed)(
    RANK *labels, uint8_t *stamps, const uint16_t *order, int64_t listed, const Axis *axis, SWEPT(Lanes) mask, uint8_t pass,
    SWEPT(Lanes) *better
) {
    memset(better, 0xFF, sizeof(SWEPT(Lanes)) << axis->bits);
    int any = 0;
    for (int64_t from = 0, to; from < listed; from = to) {
        for (to = from + 1; to < listed && !(order[to] & TIED_BELOW); to++) {}
        for (int64_t at = from; at < to; at++) {
            const int64_t strategy = order[at] & STRATEGY, cell = strategy * axis->stride;
            SWEPT(Lanes) old, now;
            memcpy(&old, labels + cell * LANES, sizeof old);
            now = SWEPT(least)(old, SWEPT(either)(better[axis->taken[strategy]], mask));
            memcpy(labels + cell * LANES, &now, sizeof now);
            if (SWEPT(differ)(old, now)) stamps[cell] = pass, any = 1;
        }
        for (int64_t at = from; at < to; at++) {
            const int64_t strategy = order[at] & STRATEGY;
            const unsigned taken = axis->taken[strategy];
            SWEPT(Lanes) now;
            memcpy(&now, labels + strategy * axis->stride * LANES, sizeof now);
            for (unsigned part = taken;; part = (part - 1) & taken) {
                better[part] = SWEPT(least)(better[part], now);
                if (!part) break;
            }
        }
    }
    return any;
}

/* Every block of the mover in which something changed after pass `last`. Returns whether anything changed now, or -1 without memory. */
static int SWEPT(sweep)(const Model *model, NAME(Room) *room, int mover, uint8_t pass, uint8_t last) {
    const Axis *axis = &model->axes[mover];
    SWEPT(Lanes) mask;
    memset(&mask, 0, sizeof mask);
    if (mover >= room->first && mover < room->first + room->group) {
        LANE(mask, mover - room->first) = LIMIT;
        LANE(mask, room->group + mover - room->first) = LIMIT;
    }
    SWEPT(Lanes) *better = NULL;
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
        for (int64_t a = 0; a < tile.along; a++)
            for (int64_t b = 0; b < tile.across; b++) {
                const int64_t at = a * tile.across + b, cell = tile.base + a * span + b;
                if (!stale[at]) continue;
                RANK *labels = room->labels + cell * LANES;
                const uint16_t *order = room->orders[mover] + (block + at) * axis->size;
                const int64_t listed = room->counts[mover][block + at];
                if (axis->bits) any |= SWEPT(directed)(labels, room->stamps + cell, order, listed, axis, mask, pass, better);
                else any |= SWEPT(block)(labels, room->stamps + cell, order, listed, axis->stride, mask, pass);
            }
    }
    free(better);
    return any;
}
#undef LANE
