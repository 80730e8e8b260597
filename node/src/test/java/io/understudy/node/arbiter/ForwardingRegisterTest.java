package io.understudy.node.arbiter;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.core.model.NodeId;
import io.understudy.core.model.Version;
import io.understudy.core.model.Versioned;
import io.understudy.core.port.Register;
import io.understudy.core.port.Register.CasResult;
import io.understudy.core.port.Register.ReadResult;
import io.understudy.testkit.FakeRegister;
import io.understudy.testkit.States;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ForwardingRegisterTest {

    private static final Duration CALL = Duration.ofSeconds(5);
    private static final int A = 0;
    private static final int B = 1;
    private static final int C = 2;

    private final FakeRegister ensemble = new FakeRegister(3);
    private final AtomicBoolean ownMajority = new AtomicBoolean();
    private final AtomicBoolean majorityOfB = new AtomicBoolean(true);
    private final AtomicBoolean majorityOfC = new AtomicBoolean(true);
    private final AtomicBoolean cutFromB = new AtomicBoolean();
    private final AtomicBoolean cutFromC = new AtomicBoolean();
    private final AtomicInteger asked = new AtomicInteger();

    /** What node a has. */
    private final ForwardingRegister register =
            new ForwardingRegister(
                    own(A),
                    ownMajority::get,
                    List.of(
                            Ways.to("b", counted(calls(B, majorityOfB), cutFromB)),
                            Ways.to("c", counted(calls(C, majorityOfC), cutFromC))));

    private Register own(int node) {
        return ensemble.registers().get(node);
    }

    private ForwardedCalls calls(int node, AtomicBoolean majority) {
        return new ForwardedCalls(own(node), majority::get);
    }

    private OtherNode counted(ForwardedCalls calls, AtomicBoolean cut) {
        OtherNode line = Ways.to(calls, cut::get);
        return (json, deadline) -> {
            asked.incrementAndGet();
            return line.ask(json, deadline);
        };
    }

    private Version founded() {
        return ((CasResult.Written)
                        own(B).compareAndSet(Version.ABSENT, States.active("a", 1), CALL))
                .version();
    }

    @Test
    void asksNobodyElseWhileItsOwnMemberHasAMajority() {
        Version founded = founded();
        ownMajority.set(true);

        assertThat(register.read(CALL)).isEqualTo(found(founded, 1));
        assertThat(register.compareAndSet(founded, States.active("a", 2), CALL))
                .isInstanceOf(CasResult.Written.class);
        assertThat(asked).hasValue(0);
        assertThat(register.by()).isEmpty();
    }

    @Test
    void writesByTheMemberOfAnyNodeThatItHears() {
        Version founded = founded();
        ensemble.isolate(A);
        cutFromB.set(true);

        CasResult written = register.compareAndSet(founded, States.active("a", 2), CALL);

        assertThat(written).isInstanceOf(CasResult.Written.class);
        assertThat(own(B).read(CALL)).isEqualTo(found(((CasResult.Written) written).version(), 2));
        assertThat(register.by()).contains(new NodeId("c"));
    }

    @Test
    void comesBackToItsOwnMemberOnceThatHasAMajority() {
        Version founded = founded();
        assertThat(register.read(CALL)).isEqualTo(found(founded, 1));
        assertThat(register.by()).isPresent();

        ownMajority.set(true);
        register.read(CALL);

        assertThat(register.by()).isEmpty();
    }

    @Test
    void asksAnotherNodeAfterOneThatFellSilent() {
        Version founded = founded();
        ensemble.isolate(A);
        cutFromC.set(true);
        assertThat(register.read(CALL)).isEqualTo(found(founded, 1));
        cutFromC.set(false);
        cutFromB.set(true);

        assertThat(register.compareAndSet(founded, States.active("a", 2), CALL))
                .isInstanceOf(CasResult.Unknown.class);
        assertThat(register.compareAndSet(founded, States.active("a", 2), CALL))
                .isInstanceOf(CasResult.Written.class);
        assertThat(register.by()).contains(new NodeId("c"));
    }

    @Test
    void writesNothingByMembersThatHaveNoMajorityEither() {
        Version founded = founded();
        ensemble.isolate(A);
        majorityOfB.set(false);
        majorityOfC.set(false);

        assertThat(register.compareAndSet(founded, States.active("a", 2), CALL))
                .isInstanceOfSatisfying(
                        CasResult.Unknown.class,
                        unknown -> assertThat(unknown.why()).startsWith("needed a majority"));
        assertThat(own(B).read(CALL)).isEqualTo(found(founded, 1));
        assertThat(register.by()).isEmpty();
    }

    @Test
    void takesItsOwnMembersAnswerWhereThatHasFoundAMajorityMeanwhile() {
        Version founded = founded();
        majorityOfB.set(false);
        majorityOfC.set(false);

        assertThat(register.read(CALL)).isEqualTo(found(founded, 1));
        assertThat(register.compareAndSet(founded, States.active("a", 2), CALL))
                .isInstanceOf(CasResult.Written.class);
    }

    @Test
    @Timeout(30)
    void waitsForNoSilentNodeOnceItsOwnMemberHasAMajority() {
        Version founded = founded();
        OtherNode silent =
                (json, deadline) -> {
                    ownMajority.set(true);
                    try {
                        Thread.sleep(deadline);
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    }
                    return new OtherNode.Said.Silent("no answer in time");
                };
        ForwardingRegister asking =
                new ForwardingRegister(own(A), ownMajority::get, List.of(Ways.to("b", silent)));

        assertThat(asking.read(Duration.ofHours(1))).isEqualTo(found(founded, 1));
    }

    @Test
    void saysThatItDoesNotKnowWhereAWriteMayHaveBeenHeardTwice() {
        Version founded = founded();
        ForwardedCalls calls = calls(B, majorityOfB);
        OtherNode twice =
                (json, deadline) -> {
                    OtherNode line = Ways.to(calls, () -> false);
                    line.ask(json, deadline);
                    return line.ask(json, deadline);
                };
        ForwardingRegister throughB =
                new ForwardingRegister(own(A), () -> false, List.of(Ways.to("b", twice)));

        assertThat(throughB.compareAndSet(founded, States.active("a", 2), CALL))
                .isInstanceOf(CasResult.Unknown.class);
        assertThat(throughB.read(CALL)).isEqualTo(found(new Version(founded.number() + 1), 2));
    }

    @Test
    void doesNotGoBackToWhatAMemberThatLagsBehindHas() {
        Version founded = founded();
        ensemble.isolate(B);
        assertThat(own(C).compareAndSet(founded, States.active("c", 2), CALL))
                .isInstanceOf(CasResult.Written.class);
        cutFromB.set(true);
        assertThat(register.read(CALL)).isEqualTo(found("c", new Version(founded.number() + 1), 2));

        cutFromB.set(false);
        cutFromC.set(true);

        assertThat(register.read(CALL)).isInstanceOf(ReadResult.Unknown.class);
    }

    @Test
    void doesNotTakeAnEmptyRegisterForOneThatItHasSeen() {
        ensemble.isolate(B);
        own(C).compareAndSet(Version.ABSENT, States.active("c", 1), CALL);
        cutFromB.set(true);
        assertThat(register.read(CALL)).isInstanceOf(ReadResult.Found.class);

        cutFromB.set(false);
        cutFromC.set(true);

        assertThat(register.read(CALL)).isInstanceOf(ReadResult.Unknown.class);
    }

    @Test
    void makesNothingOfAnAnswerThatItDoesNotUnderstand() {
        Version founded = founded();
        for (String answer :
                List.of(
                        "",
                        "{",
                        "[]",
                        "{\"result\":\"written\"}",
                        "{\"result\":\"found\"}",
                        "{\"result\":\"found\",\"value\":{\"version\":1}}",
                        "{\"result\":\"promoted\",\"version\":2}")) {
            OtherNode strange = (json, deadline) -> new OtherNode.Said.Answered(answer);
            ForwardingRegister asking =
                    new ForwardingRegister(own(A), () -> false, List.of(Ways.to("b", strange)));
            ensemble.isolate(A);

            assertThat(asking.compareAndSet(founded, States.active("a", 2), CALL))
                    .as(answer)
                    .isInstanceOf(CasResult.Unknown.class);
            assertThat(own(B).read(CALL)).as(answer).isEqualTo(found(founded, 1));
        }
    }

    @Test
    void refusesACallThatIsNone() {
        ForwardedCalls calls = calls(B, majorityOfB);

        for (String call : List.of("{", "{\"write\":{}}", "{\"write\":{\"version\":1}}")) {
            assertThat(Ways.to(calls, () -> false).ask(call, CALL))
                    .as(call)
                    .isInstanceOf(OtherNode.Said.Declined.class);
        }
    }

    private static ReadResult found(Version version, long renewal) {
        return found("a", version, renewal);
    }

    private static ReadResult found(String holder, Version version, long renewal) {
        return new ReadResult.Found(new Versioned(version, States.active(holder, renewal)));
    }
}
