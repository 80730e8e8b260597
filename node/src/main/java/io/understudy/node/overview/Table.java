package io.understudy.node.overview;

import java.util.ArrayList;
import java.util.List;

/** Lines of aligned columns. Pure. */
public final class Table {

    private static final String GAP = "  ";

    private Table() {}

    /**
     * Each row as one line; all rows have as many cells as the first, and the last is not padded.
     */
    public static List<String> lines(List<List<String>> rows) {
        int[] widths = new int[rows.getFirst().size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(List<String> row, int[] widths) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < widths.length; i++) {
            String cell = row.get(i);
            boolean last = i == widths.length - 1;
            cells.add(last ? cell : cell + " ".repeat(widths[i] - cell.length()));
        }
        return String.join(GAP, cells).stripTrailing();
    }
}
