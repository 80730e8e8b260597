package io.understudy.node.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.understudy.core.action.Action;
import io.understudy.core.action.Command;
import io.understudy.core.action.Outcome;
import io.understudy.core.decision.Decider;
import io.understudy.core.decision.Decision;
import io.understudy.core.decision.NodeState;
import io.understudy.core.decision.Role;
import io.understudy.core.explain.Reason;
import io.understudy.core.model.Moment;
import io.understudy.core.observation.AddressState;
import io.understudy.core.observation.DatabaseState;
import io.understudy.core.observation.Observation;
import io.understudy.core.observation.ServerState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An entry survives the disk exactly, whatever a node can be and see. */
class EntryCodecTest {

    private static final int SEEDS = 100;

    /** Of one seed's decisions, so many lie between two that are read back. */
    private static final int EVERY = 10;

    private final EntryCodec codec = new EntryCodec();
    private final Decider decider = Decider.standard();

    @Test
    void whatNodesWereAndSawInManySeedsIsReadBackAndDecidedAlike() throws Exception {
        AtomicLong count = new AtomicLong();
        AtomicReference<NodeState> last = new AtomicReference<>();
        Set<Class<?>> seenKinds = new HashSet<>();
        Set<Class<?>> reasons = new HashSet<>();
        for (long seed = 1; seed <= SEEDS; seed++) {
            Simulated.run(
                    seed,
                    (before, seen) -> {
                        last.set(before);
                        boolean newKind = seenKinds.add(seen.getClass());
                        boolean newReason = reasons.add(before.reason().getClass());
                        if (newKind || newReason || count.getAndIncrement() % EVERY == 0) {
                            assertReadBack(before, seen);
                        }
                    });
        }
        assertThat(seenKinds).hasSize(CoreNames.cases(Observation.class).size());
        assertReadBack(last.get(), new Observation.RegisterHinted(new Moment(7)));
        assertThat(count.get()).isGreaterThan(SEEDS * 100L);
    }

    @Test
    void anEntryOfAVersionWithoutAddressesIsReadAsOneThatHasNone() throws Exception {
        AtomicReference<NodeState> any = new AtomicReference<>();
        Simulated.run(1, (before, _) -> any.set(before));
        Entry.Decided entry =
                new Entry.Decided(
                        Instant.EPOCH,
                        any.get(),
                        new Observation.Tick(new Moment(7)),
                        Role.ACTIVE,
                        "a sentence");

        Entry.Decided read = (Entry.Decided) codec.entry(withoutAddress(codec.bytes(entry)));

        assertThat(read.before().address().state()).isEqualTo(new AddressState.None());
        assertThat(read.before().database()).isEqualTo(entry.before().database());
    }

    private static ByteBuffer withoutAddress(byte[] deflated) throws Exception {
        ObjectMapper json = new ObjectMapper();
        try (InflaterInputStream in =
                new InflaterInputStream(new ByteArrayInputStream(deflated), new Inflater(true))) {
            ObjectNode tree = (ObjectNode) json.readTree(in);
            ((ObjectNode) tree.get("before")).remove("address");
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (DeflaterOutputStream deflating =
                    new DeflaterOutputStream(
                            out, new Deflater(Deflater.DEFAULT_COMPRESSION, true))) {
                deflating.write(json.writeValueAsBytes(tree));
            }
            return ByteBuffer.wrap(out.toByteArray());
        }
    }

    private void assertReadBack(NodeState before, Observation seen) {
        Decision decision = decider.decide(before, seen);
        Entry.Decided entry =
                new Entry.Decided(
                        Instant.EPOCH, before, seen, decision.next().role(), "a sentence");
        Entry read = readBack(entry);
        assertThat(read).isEqualTo(entry);
        Entry.Decided decided = (Entry.Decided) read;
        assertThat(decider.decide(decided.before(), decided.seen())).isEqualTo(decision);
    }

    private Entry readBack(Entry entry) {
        try {
            return codec.entry(ByteBuffer.wrap(codec.bytes(entry)));
        } catch (EntryCodec.UnreadableException e) {
            throw new AssertionError(entry.toString(), e);
        }
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                Action.class,
                AddressState.class,
                Command.class,
                DatabaseState.class,
                Entry.class,
                Observation.class,
                Outcome.class,
                Reason.class,
                ServerState.class
            })
    void noTwoCasesOfOneKindHaveTheSameName(Class<?> closed) {
        List<String> names = CoreNames.cases(closed).stream().map(NamedType::getName).toList();
        assertThat(names).isNotEmpty().doesNotHaveDuplicates();
    }

    @Test
    void whatIsNoEntryIsSaidToBeNone() {
        byte[] whole = codec.bytes(new Entry.Ended(Instant.EPOCH, "It was told to end."));
        ByteBuffer cut = ByteBuffer.wrap(whole, 0, whole.length - 2);

        assertThatThrownBy(() -> codec.entry(cut))
                .isInstanceOf(EntryCodec.UnreadableException.class);
        assertThatThrownBy(() -> codec.entry(ByteBuffer.wrap(new byte[] {1, 2, 3})))
                .isInstanceOf(EntryCodec.UnreadableException.class);
    }
}
