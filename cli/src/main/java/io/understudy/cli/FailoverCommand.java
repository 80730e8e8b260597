package io.understudy.cli;

import io.understudy.core.model.Epoch;
import io.understudy.core.model.NodeId;
import io.understudy.node.overview.Wishes;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code understudy failover}: a move after a loss, on a person's word. */
@Command(
        name = "failover",
        description = {
            "Moves the primary after a loss, where no node may do so by itself.",
            "What only the lost primary holds is lost; name how much of it you accept."
        })
final class FailoverCommand implements Callable<Integer> {

    @ParentCommand private Understudy understudy = new Understudy();
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private ChangeOptions options = new ChangeOptions();

    @Option(
            names = "--to",
            paramLabel = "NODE",
            required = true,
            converter = NodeOption.Converter.class,
            description = "The node that is to be primary.")
    private NodeId to = new NodeId("x");

    @Option(
            names = "--accept-loss",
            paramLabel = "SIZE",
            defaultValue = "0B",
            converter = ChangeOptions.LossConverter.class,
            description =
                    "How much of the log may be lost, such as 3MB, or any (${DEFAULT-VALUE}).")
    private long acceptedLoss;

    @Option(
            names = "--epoch",
            paramLabel = "N",
            converter = EpochConverter.class,
            description = {
                "The epoch that you saw in `understudy status`: in any other, nothing is done.",
                "Needed with `arbiter: operator`, where your word is the vote."
            })
    private @Nullable Epoch epoch;

    @Option(
            names = "--stopped",
            paramLabel = "NODE",
            split = ",",
            converter = NodeOption.Converter.class,
            description = {
                "You have made sure that NODE is off or serves nothing: with `fence: required`,"
                    + " your word stands for the receipt that --to waits for, in this epoch alone.",
                "It is recorded. Where NODE serves all the same, two nodes do."
            })
    private List<NodeId> stopped = List.of();

    /** A number of 1 or more. */
    static final class EpochConverter implements ITypeConverter<Epoch> {
        @Override
        public Epoch convert(String text) {
            if (!text.matches("[1-9][0-9]{0,17}")) {
                throw new TypeConversionException(
                        "needed the number of an epoch, such as 3, found '" + text + "'");
            }
            return new Epoch(Long.parseLong(text));
        }
    }

    @Override
    public Integer call() {
        return ClusterCall.change(
                understudy,
                spec.commandLine(),
                options,
                (overview, connection) ->
                        new Wishes(overview, connection.carriers())
                                .failover(
                                        new Wishes.Word(
                                                to,
                                                Optional.ofNullable(epoch),
                                                connection.needsAPerson(),
                                                Set.copyOf(stopped)),
                                        acceptedLoss,
                                        UUID.randomUUID().toString()));
    }
}
