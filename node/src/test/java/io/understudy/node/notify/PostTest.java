package io.understudy.node.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.understudy.core.action.Outcome;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.NodeId;
import io.understudy.core.notice.Book;
import io.understudy.core.notice.Level;
import io.understudy.core.notice.Notice;
import io.understudy.core.notice.NoticeKind;
import io.understudy.node.api.NotifyReport;
import io.understudy.node.api.NotifyTrial;
import io.understudy.node.api.PastNotice;
import io.understudy.node.process.ProgramRunner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told gets to those who want it, whatever happens on the way. */
class PostTest {

    private static final Patience QUICK =
            new Patience(
                    Duration.ofSeconds(10),
                    Duration.ofMillis(10),
                    Duration.ofMillis(40),
                    Duration.ofDays(1),
                    Duration.ofSeconds(5));

    @TempDir private Path folder;
    private final Queue<String> got = new ConcurrentLinkedQueue<>();
    private volatile Delivery answer = new Delivery.Done();

    @Test
    void eachReceiverGetsWhatItWantsInOrder() {
        Channel all = channel("all", Level.INFO, EnumSet.allOf(NoticeKind.class));
        Channel pager = channel("pager", Level.CRITICAL, EnumSet.allOf(NoticeKind.class));
        Channel moves = channel("moves", Level.INFO, EnumSet.of(NoticeKind.PRIMARY));
        try (Post post = post(List.of(all, pager, moves))) {
            post.tell(
                    Book.Kept.NOTHING,
                    List.of(
                            notice(NoticeKind.PRIMARY, Level.WARNING, "one"),
                            notice(NoticeKind.SERVICE, Level.CRITICAL, "two"),
                            notice(NoticeKind.LAG, Level.INFO, "three")));

            await().until(() -> got.size() == 5);
        }
        assertThat(got.stream().filter(line -> line.startsWith("all")))
                .containsExactly(
                        "all [acme] WARNING: one", "all [acme] CRITICAL: two", "all [acme] three");
        assertThat(got.stream().filter(line -> line.startsWith("pager")))
                .containsExactly("pager [acme] CRITICAL: two");
        assertThat(got.stream().filter(line -> line.startsWith("moves")))
                .containsExactly("moves [acme] WARNING: one");
    }

    @Test
    void whatCantBeSentIsTriedAgainAndStatusSaysSo() {
        answer = new Delivery.Later("HTTP status 503");
        try (Post post = post(List.of(channel("chat")))) {
            post.tell(Book.Kept.NOTHING, List.of(notice(NoticeKind.LAG, Level.INFO, "late")));
            await().until(() -> got.size() >= 3);
            await().until(() -> report(post).failing().isPresent());
            assertThat(report(post).waiting()).isEqualTo(1);
            assertThat(report(post).failing().orElseThrow().why()).isEqualTo("HTTP status 503");

            answer = new Delivery.Done();
            await().until(() -> report(post).sent() == 1);
            assertThat(report(post).failing()).isEmpty();
            assertThat(report(post).waiting()).isZero();
        }
    }

    @Test
    void oneThatNobodyTakesHoldsUpNoOther() {
        try (Post post =
                new Post(
                        file(),
                        recipients(List.of(channel("chat"))),
                        (_, letter, _) -> {
                            got.add(letter.subject());
                            return letter.subject().contains("poison")
                                    ? new Delivery.Later("HTTP status 500")
                                    : new Delivery.Done();
                        },
                        QUICK)) {
            post.tell(
                    Book.Kept.NOTHING,
                    List.of(
                            notice(NoticeKind.LAG, Level.INFO, "poison"),
                            notice(NoticeKind.SERVICE, Level.CRITICAL, "the house is on fire")));

            await().until(() -> report(post).sent() == 1);
            assertThat(report(post).waiting()).isEqualTo(1);
        }
    }

    @Test
    void whatBecameOfEachNoticeIsKept() {
        Channel pager = channel("pager", Level.CRITICAL, EnumSet.allOf(NoticeKind.class));
        Channel chat = channel("chat");
        answer = new Delivery.Later("HTTP status 503");
        try (Post post = post(List.of(chat, pager))) {
            post.tell(
                    Book.Kept.NOTHING,
                    List.of(notice(NoticeKind.HALT, Level.CRITICAL, "it is so")));
            await().until(() -> post.past(1).getFirst().receivers().getFirst().tries() >= 2);

            assertThat(post.past(1).getFirst().receivers())
                    .extracting(PastNotice.Receiver::channel, PastNotice.Receiver::fate)
                    .containsExactly(
                            tuple("chat", PastNotice.Fate.WAITING),
                            tuple("pager", PastNotice.Fate.WAITING));
            answer = new Delivery.Done();
            await().until(() -> report(post).sent() == 1);
            answer = new Delivery.Refused("HTTP status 404");
            post.tell(Book.Kept.NOTHING, List.of(notice(NoticeKind.LAG, Level.INFO, "late")));
            await().until(() -> report(post).givenUp() == 1);
        }
        try (Post again = post(List.of(chat, pager))) {
            assertThat(again.past(50))
                    .extracting(PastNotice::subject)
                    .containsExactly("[acme] CRITICAL: it is so", "[acme] late");
            PastNotice.Receiver first = again.past(2).getFirst().receivers().getFirst();
            assertThat(first.fate()).isEqualTo(PastNotice.Fate.DELIVERED);
            assertThat(first.tries()).isGreaterThanOrEqualTo(3);
            assertThat(first.why()).contains("HTTP status 503");
            assertThat(again.past(1).getFirst().receivers())
                    .extracting(PastNotice.Receiver::channel, PastNotice.Receiver::fate)
                    .containsExactly(tuple("chat", PastNotice.Fate.GIVEN_UP));
        }
    }

    @Test
    void ofAChannelThatIsGoneItIsSaidThatNothingWaitsForItAnyMore() {
        answer = new Delivery.Later("HTTP status 503");
        try (Post post = post(List.of(channel("chat"), channel("mail")))) {
            post.tell(Book.Kept.NOTHING, List.of(notice(NoticeKind.LAG, Level.INFO, "late")));
            await().until(() -> got.size() >= 2);
        }
        try (Post again = post(List.of(channel("chat")))) {
            await().until(() ->
                    again.past(1).getFirst().receivers().getLast().fate()
                            == PastNotice.Fate.GIVEN_UP);
            assertThat(again.past(1).getFirst().receivers().getFirst().fate())
                    .isEqualTo(PastNotice.Fate.WAITING);
        }
    }

    @Test
    void aNoIsGivenUpAndSaid() {
        answer = new Delivery.Refused("HTTP status 404");
        try (Post post = post(List.of(channel("chat")))) {
            post.tell(Book.Kept.NOTHING, List.of(notice(NoticeKind.LAG, Level.INFO, "late")));
            await().until(() -> report(post).givenUp() == 1);
            assertThat(report(post).waiting()).isZero();
            assertThat(report(post).failing().orElseThrow().why()).isEqualTo("HTTP status 404");
        }
        assertThat(got).hasSize(1);
    }

    @Test
    void whatIsADayOldIsGivenUp() {
        answer = new Delivery.Later("HTTP status 503");
        Patience none =
                new Patience(
                        QUICK.attempt(), QUICK.first(), QUICK.most(), Duration.ZERO, Duration.ZERO);
        try (Post post =
                new Post(file(), recipients(List.of(channel("chat"))), this::deliver, none)) {
            post.tell(Book.Kept.NOTHING, List.of(notice(NoticeKind.LAG, Level.INFO, "late")));
            await().until(() -> report(post).givenUp() == 1);
            assertThat(report(post).failing().orElseThrow().why())
                    .isEqualTo("it is too old by now; HTTP status 503");
        }
    }

    @Test
    void whatWaitsOutlivesTheDaemonAndSoDoesWhatWasTold() {
        Book.Kept kept =
                new Book.Kept(
                        new Epoch(7),
                        Map.of(
                                "lag/ci-b",
                                new Book.Open(
                                        NoticeKind.LAG,
                                        new NodeId("ci-b"),
                                        Level.WARNING,
                                        "behind")));
        answer = new Delivery.Later("HTTP status 503");
        try (Post post = post(List.of(channel("chat"), channel("mail")))) {
            post.tell(kept, List.of(notice(NoticeKind.LAG, Level.WARNING, "behind – by much")));
            await().until(() -> got.size() >= 4);
        }
        answer = new Delivery.Done();
        got.clear();
        try (Post again = post(List.of(channel("chat")))) {
            assertThat(again.kept()).contains(kept);
            await().until(() -> report(again).sent() == 1);
        }
        assertThat(got).containsExactly("chat [acme] WARNING: behind – by much");
        got.clear();
        try (Post last = post(List.of(channel("chat")))) {
            assertThat(last.kept()).contains(kept);
            assertThat(report(last).waiting()).isZero();
        }
        assertThat(got).isEmpty();
    }

    @Test
    void ofTooManyTheOldestMakeRoomAndTheFileNeverGrows() throws IOException {
        answer = new Delivery.Later("HTTP status 503");
        try (Post post = post(List.of(channel("chat")))) {
            tellMany(post, 100, "a".repeat(5000));
            await().until(() -> report(post).givenUp() == 100 - Post.MOST_WAITING);
            assertThat(report(post).waiting()).isEqualTo(Post.MOST_WAITING);
        }
        assertThat(Files.size(file())).isEqualTo(2L * Spool.BLOCK);
        answer = new Delivery.Done();
        got.clear();
        try (Post again = post(List.of(channel("chat")))) {
            await().until(() -> report(again).sent() == Post.MOST_WAITING);
            assertThat(again.past(1000)).hasSizeLessThanOrEqualTo(Letterbook.MOST);
        }
        assertThat(got).contains("chat [acme] number 99").doesNotContain("chat [acme] number 0");
    }

    @Test
    void ofLettersThatAreTooLongForTheFileTheNewestAreKept() {
        answer = new Delivery.Later("HTTP status 503");
        try (Post post = post(List.of(channel("chat")))) {
            tellMany(post, 60, "ä".repeat(5000));
            await().until(() -> report(post).waiting() == 60);
        }
        answer = new Delivery.Done();
        got.clear();
        try (Post again = post(List.of(channel("chat")))) {
            await().until(() -> report(again).sent() > 1 && report(again).waiting() == 0);
        }
        assertThat(got).contains("chat [acme] number 59").doesNotContain("chat [acme] number 0");
    }

    @Test
    void aDamagedFileCostsNoMoreThanWhatItHeld() throws IOException {
        Files.writeString(file(), "something else\n".repeat(100));

        try (Post post = post(List.of(channel("chat")))) {
            assertThat(post.kept()).contains(Book.Kept.NOTHING);
            post.tell(Book.Kept.NOTHING, List.of(notice(NoticeKind.LAG, Level.INFO, "late")));
            await().until(() -> report(post).sent() == 1);
        }
    }

    @Test
    void aNodeThatStopsForGoodSaysSoBeforeItEnds() {
        Post post =
                new Post(
                        file(),
                        recipients(List.of(channel("chat"))),
                        (channel, letter, deadline) -> {
                            Thread.sleep(200);
                            return deliver(channel, letter, deadline);
                        },
                        QUICK);
        post.tell(
                Book.Kept.NOTHING, List.of(notice(NoticeKind.HALT, Level.CRITICAL, "it stopped")));
        post.farewell();
        post.close();

        assertThat(got).containsExactly("chat [acme] CRITICAL: it stopped");
    }

    @Test
    void aTestGoesToEachChannelWhateverItIsForAndIsNotKept() {
        Channel odd = channel("odd", Level.CRITICAL, EnumSet.of(NoticeKind.HALT));
        try (Post post = post(List.of(channel("chat"), odd))) {
            assertThat(post.test(Optional.empty()))
                    .extracting(NotifyTrial::channel)
                    .containsExactly("chat", "odd");
            assertThat(post.test(Optional.of("odd")))
                    .singleElement()
                    .satisfies(trial -> assertThat(trial.delivered()).isTrue());
            assertThat(post.test(Optional.of("none"))).isEmpty();
            answer = new Delivery.Later("HTTP status 503");
            assertThat(post.test(Optional.of("odd")).getFirst().outcome())
                    .isEqualTo(new Outcome.Failed("HTTP status 503"));
        }
    }

    @Test
    void aCommandIsGivenTheLetterAndItsEndIsTheAnswer() throws Exception {
        Path program = program("cat > '%s'".formatted(folder.resolve("letter")));
        Courier courier = new CommandCourier(new ProgramRunner(), this::deliver);

        assertThat(courier.deliver(by(program, 10), Letters.SERVICE, QUICK.attempt()))
                .isEqualTo(new Delivery.Done());
        assertThat(
                        new LetterJson()
                                .read(
                                        Files.readString(folder.resolve("letter")).strip(),
                                        Letter.class))
                .contains(Letters.SERVICE);

        program("echo 'no pager there' >&2; exit 3");
        assertThat(courier.deliver(by(program, 10), Letters.SERVICE, QUICK.attempt()))
                .isEqualTo(new Delivery.Later("exit status 3: no pager there"));

        program("exec sleep 600");
        assertThat(courier.deliver(by(program, 1), Letters.SERVICE, QUICK.attempt()))
                .isEqualTo(
                        new Delivery.Later(
                                "it did not end within 1000 ms, and was killed with all that it"
                                        + " started"));

        program("exit 0");
        assertThat(courier.deliver(by(program, 10), Letters.SERVICE, QUICK.attempt()))
                .isEqualTo(new Delivery.Done());
    }

    @Test
    void theProgramThatDeliversIsToldWhereTheSecretIsAndNotTheSecret() throws Exception {
        Channel channel =
                new Channel(
                        "chat",
                        Level.INFO,
                        Set.of(NoticeKind.LAG),
                        new Channel.Webhook(
                                java.net.URI.create("https://example.org/"),
                                Path.of("/etc/understudy/secret"),
                                Optional.of(Path.of("/etc/ca.pem"))));
        Path program =
                program(
                        "[ \"$1\" = deliver ] || exit 9; cat > '%s'; printf '%%s'"
                                        .formatted(folder.resolve("order"))
                                + " '{\"outcome\":\"later\",\"why\":\"HTTP status"
                                + " 503\",\"pause\":\"PT2M\"}'");

        assertThat(
                        new DeliveryProgram(program)
                                .deliver(channel, Letters.SERVICE, Duration.ofSeconds(3)))
                .isEqualTo(new Delivery.Later("HTTP status 503", Duration.ofMinutes(2)));
        var out = new java.io.ByteArrayOutputStream();
        DeliveryProgram.answer(
                Files.newInputStream(folder.resolve("order")),
                out,
                (asked, letter, deadline) -> {
                    assertThat(asked).isEqualTo(channel);
                    assertThat(letter).isEqualTo(Letters.SERVICE);
                    assertThat(deadline).isEqualTo(Duration.ofSeconds(3));
                    return new Delivery.Done();
                });
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("{\"outcome\":\"done\"}");
    }

    @Test
    void pausesDoubleUpToABoundAndHonourTheReceiversWish() {
        assertThat(Patience.USUAL.pause(1, Duration.ZERO, 0.5)).isEqualTo(Duration.ofSeconds(5));
        assertThat(Patience.USUAL.pause(4, Duration.ZERO, 0.5)).isEqualTo(Duration.ofSeconds(40));
        assertThat(Patience.USUAL.pause(1000, Duration.ZERO, 0.5))
                .isEqualTo(Duration.ofMinutes(10));
        assertThat(Patience.USUAL.pause(1, Duration.ZERO, 0)).isEqualTo(Duration.ofSeconds(4));
        assertThat(Patience.USUAL.pause(1, Duration.ofMinutes(3), 1))
                .isEqualTo(Duration.ofMinutes(3));
    }

    private Delivery deliver(Channel channel, Letter letter, Duration deadline) {
        got.add(channel.name() + " " + letter.subject());
        return answer;
    }

    private static NotifyReport.Channel report(Post post) {
        return post.report().channels().getFirst();
    }

    private Post post(List<Channel> channels) {
        return new Post(file(), recipients(channels), this::deliver, QUICK);
    }

    private static Post.Recipients recipients(List<Channel> channels) {
        return new Post.Recipients(Letters.SENDER, channels);
    }

    private static void tellMany(Post post, int many, String words) {
        IntStream.range(0, many)
                .forEach(i ->
                        post.tell(
                                Book.Kept.NOTHING,
                                List.of(
                                        new Notice(
                                                "lag/ci-b",
                                                NoticeKind.LAG,
                                                Level.INFO,
                                                Notice.Stage.BEGAN,
                                                "number " + i,
                                                words,
                                                words))));
    }

    private Path file() {
        return folder.resolve("notices");
    }

    private static Notice notice(NoticeKind kind, Level level, String headline) {
        return new Notice(kind.name(), kind, level, Notice.Stage.BEGAN, headline, "It is so.", "");
    }

    private static Channel channel(String name) {
        return channel(name, Level.INFO, EnumSet.allOf(NoticeKind.class));
    }

    private static Channel channel(String name, Level least, Set<NoticeKind> about) {
        return new Channel(
                name, least, about, new Channel.Command(List.of("/none"), Duration.ofSeconds(1)));
    }

    private Channel by(Path program, int seconds) {
        return new Channel(
                "pager",
                Level.INFO,
                EnumSet.allOf(NoticeKind.class),
                new Channel.Command(
                        List.of(program.toString(), "--team"), Duration.ofSeconds(seconds)));
    }

    private Path program(String script) throws IOException {
        Path file = folder.resolve("program");
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return file;
    }
}
