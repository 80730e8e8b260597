package io.understudy.cli;

import io.understudy.core.model.NodeId;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** {@code --node}, a node's name. */
final class NodeOption {

    @Option(
            names = "--node",
            paramLabel = "NODE",
            required = true,
            converter = Converter.class,
            description = "This node's name in understudy.yaml.")
    private NodeId id = new NodeId("x");

    NodeId id() {
        return id;
    }

    /** A wrong name is a wrong command, told in one sentence. */
    static final class Converter implements ITypeConverter<NodeId> {
        @Override
        public NodeId convert(String text) {
            try {
                return new NodeId(text);
            } catch (IllegalArgumentException e) {
                throw new CommandLine.TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }
}
