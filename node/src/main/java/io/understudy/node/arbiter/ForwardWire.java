package io.understudy.node.arbiter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.understudy.core.model.Version;
import io.understudy.core.model.Versioned;
import io.understudy.core.port.Register.CasResult;
import io.understudy.core.port.Register.ReadResult;
import java.util.Optional;

/** A call of the register that another node's member is to make, as JSON. Any thread may call. */
final class ForwardWire {

    private static final String WRITE = "write";
    private static final String RESULT = "result";
    private static final String VALUE = "value";
    private static final String WHY = "why";

    private final VersionedJson json = new VersionedJson();

    /** What is to be written, and the version that it expects; empty for a read. */
    record Asked(Optional<Versioned> write) {}

    /** What came of it there. */
    sealed interface Answer {
        record Read(ReadResult result) implements Answer {}

        record Write(CasResult result) implements Answer {}

        /** That node's member has no majority, either: nothing was done. */
        record NoMajority() implements Answer {}
    }

    String encode(Asked asked) {
        ObjectNode node = json.object();
        asked.write().ifPresent(write -> node.set(WRITE, json.write(write)));
        return node.toString();
    }

    Asked asked(String text) throws VersionedJson.MalformedException {
        return new Asked(json.read(json.tree(text).get(WRITE)));
    }

    String encode(Answer answer) {
        ObjectNode node = json.object();
        switch (answer) {
            case Answer.NoMajority() -> node.put(RESULT, "no-majority");
            case Answer.Read(ReadResult.Found(Versioned value)) ->
                    node.put(RESULT, "found").set(VALUE, json.write(value));
            case Answer.Read(ReadResult.Absent()) -> node.put(RESULT, "absent");
            case Answer.Read(ReadResult.Unknown(String why)) ->
                    node.put(RESULT, "unread").put(WHY, why);
            case Answer.Write(CasResult.Written(Version version)) ->
                    node.put(RESULT, "written").put("version", version.number());
            case Answer.Write(CasResult.Conflict()) -> node.put(RESULT, "conflict");
            case Answer.Write(CasResult.Unknown(String why)) ->
                    node.put(RESULT, "unanswered").put(WHY, why);
        }
        return node.toString();
    }

    Answer answer(String text) throws VersionedJson.MalformedException {
        JsonNode node = json.tree(text);
        String why = node.path(WHY).asText();
        String result = node.path(RESULT).asText();
        return switch (result) {
            case "no-majority" -> new Answer.NoMajority();
            case "found" ->
                    new Answer.Read(
                            new ReadResult.Found(
                                    json.read(node.get(VALUE))
                                            .orElseThrow(() ->
                                                    new VersionedJson.MalformedException(
                                                            "needed a value, found none"))));
            case "absent" -> new Answer.Read(new ReadResult.Absent());
            case "unread" -> new Answer.Read(new ReadResult.Unknown(why));
            case "written" -> new Answer.Write(new CasResult.Written(version(node)));
            case "conflict" -> new Answer.Write(new CasResult.Conflict());
            case "unanswered" -> new Answer.Write(new CasResult.Unknown(why));
            default ->
                    throw new VersionedJson.MalformedException(
                            "needed a result of a register's call, found '" + result + "'");
        };
    }

    private static Version version(JsonNode node) throws VersionedJson.MalformedException {
        JsonNode version = node.path("version");
        if (!version.isIntegralNumber()) {
            throw new VersionedJson.MalformedException("needed a version, found " + version);
        }
        return new Version(version.longValue());
    }
}
