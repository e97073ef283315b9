/* Improvements, block by block, for labels of LANES lanes; included by _kernels_body.h.
 *
 * Axes that are neighbours in memory form a group, small enough that what it spans fits into a cache: there its decision makers move until
 * nothing changes before the next part of memory is looked at. Only blocks in which something changed are looked at again.
 */

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

/* A block all of whose strategies lead to one another: minima down the order, of which each strategy meets the one over what is better.
 * Returns how many strategies changed, and lists them. */
static APART int64_t SWEPT(block)(
    RANK *RESTRICT labels, const uint16_t *RESTRICT order, int64_t listed, int64_t stride, SWEPT(Lanes) mask, RANK *RESTRICT running,
    uint32_t *RESTRICT changed
) {
    SWEPT(Lanes) above = SWEPT(same)(LIMIT);
    const RANK *better = running;
    int64_t found = 0;
    for (const uint16_t *end = order + listed; order < end; order++, running += LANES) {
        const unsigned entry = *order;
        RANK *label = labels + (entry & STRATEGY) * stride;
        SWEPT(Lanes) old, now;
        better = entry & TIED_BELOW ? running : better;
        memcpy(running, &above, sizeof above);
        memcpy(&now, better, sizeof now);
        memcpy(&old, label, sizeof old);
        now = SWEPT(least)(old, SWEPT(either)(now, mask));
        memcpy(label, &now, sizeof now);
        above = SWEPT(least)(above, old); /* as low as now: what is lowered is lowered to something above */
        changed[found] = entry;
        found += SWEPT(differ)(old, now);
    }
    return found;
}

/* A block with one-way options: the minimum over what is better is kept for each class, and each strategy enters those that lead to it. */
static inline int64_t SWEPT(directed)(
    RANK *labels, const uint16_t *order, int64_t listed, int64_t stride, const Axis *axis, SWEPT(Lanes) mask, RANK *better, uint32_t *changed
) {
    memset(better, 0xFF, sizeof(SWEPT(Lanes)) << axis->bits);
    int64_t found = 0;
    for (int64_t from = 0, to; from < listed; from = to) {
        for (to = from + 1; to < listed && !(order[to] & TIED_BELOW); to++) {}
        for (int64_t at = from; at < to; at++) {
            const int64_t strategy = order[at] & STRATEGY;
            RANK *label = labels + strategy * stride;
            SWEPT(Lanes) old, now, above;
            memcpy(&old, label, sizeof old);
            memcpy(&above, better + axis->taken[strategy] * LANES, sizeof above);
            now = SWEPT(least)(old, SWEPT(either)(above, mask));
            memcpy(label, &now, sizeof now);
            changed[found] = (uint32_t)strategy;
            found += SWEPT(differ)(now, old);
        }
        for (int64_t at = from; at < to; at++) {
            const int64_t strategy = order[at] & STRATEGY;
            const unsigned taken = axis->taken[strategy];
            SWEPT(Lanes) now, below;
            memcpy(&now, labels + strategy * stride, sizeof now);
            for (unsigned part = taken;; part = (part - 1) & taken) {
                memcpy(&below, better + part * LANES, sizeof below);
                below = SWEPT(least)(below, now);
                memcpy(better + part * LANES, &below, sizeof below);
                if (!part) break;
            }
        }
    }
    return found;
}

/* The lanes of one decision maker, which are not lowered by its own moves. */
static inline SWEPT(Lanes) SWEPT(own)(const NAME(Room) *room, int maker) {
    SWEPT(Lanes) mask = SWEPT(same)(0);
    if (maker >= room->first && maker < room->first + room->group) {
        LANE(mask, maker - room->first) = LIMIT;
        LANE(mask, room->group + maker - room->first) = LIMIT;
    }
    return mask;
}

/* One block of the mover, at `cell`, whose labels begin at `place`: others have to look again where something changed. */
static inline int64_t SWEPT(visit)(
    const Model *model, NAME(Room) *room, int mover, int64_t stride, SWEPT(Lanes) mask, int64_t block, int64_t cell, int64_t place
) {
    const Axis *axis = &model->axes[mover];
    const Orders *orders = &room->orders[mover];
    const int64_t which = orders->which[block];
    const uint16_t *order = orders->entries + which * axis->size;
    const int64_t listed = orders->listed[which];
    RANK *labels = room->labels + place * LANES;
    const int64_t found = axis->bits
                              ? SWEPT(directed)(labels, order, listed, stride, axis, mask, room->running, room->changed)
                              : SWEPT(block)(labels, order, listed, stride, mask, room->running, room->changed);
    for (int k = 0; found && k < room->moving; k++) {
        const int j = room->movers[k];
        const Axis *other = &model->axes[j];
        if (j == mover) continue;
        const int64_t step = other->stride < axis->stride ? axis->stride / other->size : axis->stride;
        uint8_t *stale = room->stale[j] + block_of(other, cell);
        for (int64_t c = 0; c < found; c++) stale[(room->changed[c] & STRATEGY) * step] = 1;
    }
    return found;
}

/* The mover's blocks within one part of memory: `repeats` rows of `count` blocks that are neighbours. Returns how many were stale. */
static int64_t SWEPT(part)(const Model *model, NAME(Room) *room, int mover, const Part *part, int *any) {
    const Axis *axis = &model->axes[mover];
    const int64_t span = axis->size * axis->stride, stride = spread_of(&room->layout, axis->stride);
    const int64_t unbroken = room->layout.breaks && room->layout.every[0] < axis->stride ? room->layout.every[0] : axis->stride;
    const int64_t step = part->below == 1 ? unbroken : part->below, along = part->below == 1 ? unbroken : part->width;
    const SWEPT(Lanes) mask = SWEPT(own)(room, mover);
    int64_t visited = 0;
    for (int64_t above = 0; above < part->span / span; above++)
        for (int64_t row = 0; row < axis->stride; row += step) {
            const int64_t cell = part->cell + above * span + row, block = block_of(axis, cell);
            const int64_t place = place_of(&room->layout, cell);
            uint8_t *stale = room->stale[mover] + block;
            if (part->below > 1 && row + step < axis->stride && memchr(stale + step, 1, (size_t)along)) /* nobody else foresees these strides */
                for (int64_t x = 0, next = place_of(&room->layout, cell + step); x < axis->size; x++)
                    for (int64_t w = 0; w < along; w += LINE / (LANES * BYTES) + !(LINE / (LANES * BYTES)))
                        AHEAD(room->labels + (next + x * stride + w) * LANES);
            for (int64_t w = 0; w < along; w++) {
                if (!stale[w]) continue;
                stale[w] = 0;
                visited++;
                const int64_t at = part->below == 1 ? place + w : place_of(&room->layout, cell + w); /* a gap may lie in between */
                *any |= SWEPT(visit)(model, room, mover, stride * LANES, mask, block + w, cell + w, at) > 0;
            }
        }
    return visited;
}

/* Everybody's blocks, group by group. Returns whether anything changed. */
static int SWEPT(sweep)(const Model *model, NAME(Room) *room, int local) {
    int any = 0;
    for (int g = 0; g < room->groups; g++) {
        const Group *group = &room->group_of[g];
        for (int64_t above = 0; above < model->cells / group->span; above++)
            for (int64_t below = 0; below < group->below; below += group->width) {
                Part part = {group->span, group->below, group->below - below < group->width ? group->below - below : group->width, 0, 0};
                part.cell = above * group->span + below;
                part.place = place_of(&room->layout, part.cell);
                int64_t visited = 1;
                for (int k = 0; visited && k < local; k++) {
                    visited = 0;
                    for (int m = group->first; m < group->first + group->count; m++)
                        visited += SWEPT(part)(model, room, room->movers[m], &part, &any);
                }
            }
    }
    return any;
}
#undef LANE
