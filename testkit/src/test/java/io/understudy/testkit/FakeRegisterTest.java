package io.understudy.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.core.model.Version;
import io.understudy.core.model.Versioned;
import io.understudy.core.port.Register;
import io.understudy.core.port.Register.CasResult;
import io.understudy.core.port.Register.ReadResult;
import io.understudy.testkit.FakeRegister.Loss;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class FakeRegisterTest extends RegisterContract {

    private static final Duration CALL = Duration.ofMillis(100);

    @Override
    protected RegisterCluster start() {
        return new FakeRegister(3);
    }

    @Test
    void losesAnAnswerAfterItsWrite() {
        FakeRegister fake = new FakeRegister(1);
        Register register = fake.registers().getFirst();
        fake.loseNextAnswer(0, Loss.AFTER);

        assertThat(register.compareAndSet(Version.ABSENT, States.active("a", 1), CALL))
                .isInstanceOf(CasResult.Unknown.class);
        assertThat(register.read(CALL))
                .isEqualTo(
                        new ReadResult.Found(new Versioned(new Version(0), States.active("a", 1))));
    }

    @Test
    void losesAQuestionBeforeItsWrite() {
        FakeRegister fake = new FakeRegister(1);
        Register register = fake.registers().getFirst();
        fake.loseNextAnswer(0, Loss.BEFORE);

        assertThat(register.compareAndSet(Version.ABSENT, States.active("a", 1), CALL))
                .isInstanceOf(CasResult.Unknown.class);
        assertThat(register.read(CALL)).isEqualTo(new ReadResult.Absent());
    }

    @Test
    void readsOldWhileCutOff() {
        FakeRegister fake = new FakeRegister(2);
        fake.isolate(1);
        fake.registers().getFirst().compareAndSet(Version.ABSENT, States.active("a", 1), CALL);

        assertThat(fake.registers().get(1).read(CALL)).isEqualTo(new ReadResult.Absent());
    }
}
