package io.understudy.node.process;

/** What a program said, for one sentence: of what is long a part, and no control characters. */
public final class Words {

    private static final int MOST = 200;

    private Words() {}

    /** The last line of the first text that has one. */
    public static String last(String... texts) {
        for (String text : texts) {
            String line =
                    text.lines()
                            .map(one -> one.replaceAll("\\p{Cntrl}", " ").strip())
                            .filter(one -> !one.isEmpty())
                            .reduce("", (_, next) -> next);
            if (!line.isEmpty()) {
                return line.length() <= MOST ? line : line.substring(0, MOST);
            }
        }
        return "it said nothing";
    }
}
