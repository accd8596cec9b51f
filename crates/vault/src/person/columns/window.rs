//! A page of places: what is before it and after it costs as little as can be.

/// A window on places that are in their order.
pub(super) fn cut(
    places: impl DoubleEndedIterator<Item = u32>,
    (offset, limit): (u32, u32),
    descending: bool,
) -> Vec<u32> {
    let (offset, limit) = (offset as usize, limit as usize);
    if descending {
        places.rev().skip(offset).take(limit).collect()
    } else {
        places.skip(offset).take(limit).collect()
    }
}

/// The places of a window in the order of a key, and of equal keys in the order in which they come. Sorts the window alone.
pub(super) fn first(
    places: &[u32],
    key: impl Fn(u32) -> u32,
    (offset, limit): (u32, u32),
    descending: bool,
) -> Vec<u32> {
    let turn = |key: u64| if descending { !key } else { key };
    let keyed = (0_u32..).zip(places);
    let mut keys: Vec<u64> =
        keyed.map(|(rank, place)| turn(u64::from(key(*place)) << 32 | u64::from(rank))).collect();
    let end = (offset as usize).saturating_add(limit as usize).min(keys.len());
    if end < keys.len() {
        keys.select_nth_unstable(end);
        keys.truncate(end);
    }
    keys.sort_unstable();
    let window = keys.into_iter().skip(offset as usize);
    let rank = |key: u64| usize::try_from(turn(key) & u64::from(u32::MAX)).ok();
    window.filter_map(|key| places.get(rank(key)?).copied()).collect()
}
