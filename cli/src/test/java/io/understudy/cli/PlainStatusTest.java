package io.understudy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class PlainStatusTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status",
                "status -o json",
                "status -o text --home /srv/x",
                "--home /srv/x status",
                "status --home x/../y -o json",
            })
    void isUnderstoodAsPicocliUnderstandsIt(String typed) {
        String[] words = typed.split(" ");
        assertThat(PlainStatus.of(List.of(words))).contains(byPicocli(words));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "history",
                "status --watch",
                "status --help",
                "status -h",
                "status status",
                "status history",
                "status -o",
                "status -o xml",
                "-o json status",
                "status -o JSON",
                "status -ojson",
                "status --output json",
                "status --home",
                "status --home -o",
                "--home status status",
                "status --home x",
                "status --home=/srv/x",
                "status --home @x/y",
                "status @words",
                "--home a status --home b",
            })
    void isLeftToPicocliWhereAnythingElseIsTyped(String typed) {
        assertThat(PlainStatus.of(List.of(typed.split(" ")))).isEmpty();
    }

    private static StatusView.Wish byPicocli(String... words) {
        CommandLine.ParseResult parsed = Understudy.commandLine().parseArgs(words);
        return ((StatusCommand) parsed.subcommand().commandSpec().userObject()).wish();
    }
}
