//! The law of masked tables: whatever a reader works out from what is shown, no masked count follows. The reader here knows
//! nothing of how counts are masked and tries every table that differs little.

use passerelle_domain::report::mask::*;
use proptest::prelude::*;

/// A table with its totals behind each row and below, as shown and as it is.
fn whole(rows: &[Vec<u32>]) -> (Vec<Vec<Shown>>, Vec<Vec<i64>>) {
    let table = mask(rows);
    let mut shown = table.rows;
    for (row, total) in shown.iter_mut().zip(table.row_totals) {
        row.push(total);
    }
    let mut last = table.column_totals;
    last.push(table.total);
    shown.push(last);
    let mut counts: Vec<Vec<i64>> =
        rows.iter().map(|row| row.iter().map(|count| i64::from(*count)).collect()).collect();
    for row in &mut counts {
        row.push(row.iter().sum());
    }
    let last = (0..counts[0].len()).map(|column| counts.iter().map(|row| row[column]).sum()).collect();
    counts.push(last);
    (shown, counts)
}

/// Every table that adds up, shows the same and differs by at most one in each part; says which masked counts differ in one.
fn differing(shown: &[Vec<Shown>], counts: &[Vec<i64>]) -> Vec<Vec<bool>> {
    let (height, width) = (counts.len() - 1, counts[0].len() - 1);
    let parts = u32::try_from(height * width).unwrap();
    let mut differs = vec![vec![false; width + 1]; height + 1];
    'table: for code in 0..3_u32.pow(parts) {
        let mut rest = code;
        let mut table = vec![vec![0_i64; width + 1]; height + 1];
        for row in 0..height {
            for column in 0..width {
                let count = counts[row][column] + i64::from(rest % 3) - 1;
                rest /= 3;
                table[row][column] = count;
                table[row][width] += count;
                table[height][column] += count;
                table[height][width] += count;
            }
        }
        for row in 0..=height {
            for column in 0..=width {
                let possible = match shown[row][column] {
                    Shown::Count(count) => table[row][column] == i64::from(count),
                    Shown::Masked => table[row][column] >= 1,
                };
                if !possible {
                    continue 'table;
                }
            }
        }
        for row in 0..=height {
            for column in 0..=width {
                differs[row][column] |= table[row][column] != counts[row][column];
            }
        }
    }
    differs
}

fn count() -> impl Strategy<Value = u32> {
    prop_oneof![2 => 0_u32..5, 1 => Just(1_u32), 2 => 5_u32..60]
}

fn table() -> impl Strategy<Value = Vec<Vec<u32>>> {
    (1_usize..4, 1_usize..4)
        .prop_flat_map(|(height, width)| prop::collection::vec(prop::collection::vec(count(), width), height))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 100, ..ProptestConfig::default() })]

    #[test]
    fn no_masked_count_follows_from_what_is_shown(rows in table()) {
        let (shown, counts) = whole(&rows);
        let differs = differing(&shown, &counts);
        for (row, line) in shown.iter().enumerate() {
            for (column, cell) in line.iter().enumerate() {
                let count = counts[row][column];
                match cell {
                    Shown::Count(told) => {
                        prop_assert_eq!(i64::from(*told), count);
                        prop_assert!(count == 0 || count >= i64::from(LEAST), "{} is shown", count);
                    }
                    Shown::Masked => {
                        prop_assert!(differs[row][column], "{count} at {row}, {column} can be told: {shown:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn what_has_no_small_count_is_shown_whole(
        rows in prop::collection::vec(prop::collection::vec(5_u32..90, 4), 1..5)
    ) {
        let table = mask(&rows);
        let totals = [table.row_totals, table.column_totals, vec![table.total]];
        let mut shown = table.rows.iter().chain(&totals);
        prop_assert!(shown.all(|line| !line.contains(&Shown::Masked)));
    }

    #[test]
    fn a_masked_list_hides_as_much_as_a_table(counts in prop::collection::vec(count(), 1..6)) {
        let (shown, total) = mask_list(&counts);
        let masked = shown.iter().filter(|cell| **cell == Shown::Masked).count();
        // One masked count beside a shown total is the total less the others.
        prop_assert!(masked != 1 || total == Shown::Masked);
    }

    #[test]
    fn any_table_is_masked_whatever_its_shape(
        rows in prop::collection::vec(prop::collection::vec(any::<u32>(), 0..5), 0..5)
    ) {
        let table = mask(&rows);
        prop_assert_eq!(table.rows.len(), rows.len());
    }
}
