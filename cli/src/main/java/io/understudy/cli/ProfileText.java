package io.understudy.cli;

import io.understudy.node.config.ClusterConfig;
import io.understudy.node.config.NodeConfig;
import io.understudy.node.config.Profile;
import io.understudy.node.config.ProfileUse;
import io.understudy.node.config.ServerConfig;
import io.understudy.node.overview.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a profile brought to a configuration, as people read it. Pure. */
final class ProfileText {

    private static final int LONGEST = 60;

    private ProfileText() {}

    /** Each use of a profile once, with the nodes that share it; nothing where there is none. */
    static List<String> of(Path file, ClusterConfig config) {
        Map<ProfileUse, List<String>> uses = new LinkedHashMap<>();
        for (NodeConfig.Carrier carrier : config.carriers()) {
            carrier.server()
                    .flatMap(ServerConfig::profile)
                    .ifPresent(use ->
                            uses.computeIfAbsent(use, _ -> new ArrayList<>())
                                    .add(carrier.id().name()));
        }
        List<String> lines = new ArrayList<>();
        uses.forEach((use, nodes) -> lines.addAll(lines(file, use, nodes)));
        uses.keySet().stream()
                .map(ProfileUse::profile)
                .distinct()
                .forEach(profile -> {
                    lines.add("What is left to you with the profile " + profile.name() + ":");
                    profile.notes().forEach(note -> lines.add("  - " + note));
                });
        return lines;
    }

    private static List<String> lines(Path file, ProfileUse use, List<String> nodes) {
        Profile profile = use.profile();
        List<List<String>> rows = new ArrayList<>();
        for (ProfileUse.Setting setting : use.settings()) {
            rows.add(
                    List.of(
                            "  " + setting.path(),
                            shortened(setting.value()),
                            setting.line().isPresent()
                                    ? "%s:%d".formatted(file, setting.line().getAsInt())
                                    : "profile"));
        }
        profile.files()
                .forEach((name, carried) ->
                        rows.add(
                                List.of(
                                        "  files." + name,
                                        carried.path() + without(carried),
                                        "profile, carried where you name it under files, or all by"
                                                + " files: profile")));
        if (!profile.ports().isEmpty()) {
            rows.add(
                    List.of(
                            "  ports",
                            profile.ports().entrySet().stream()
                                    .map(port -> port.getKey() + " " + port.getValue())
                                    .collect(Collectors.joining(", ")),
                            "profile, for your firewall"));
        }
        List<String> lines = new ArrayList<>();
        lines.add(
                "server of %s: the profile %s (%s), %s"
                        .formatted(
                                String.join(", ", nodes),
                                profile.name(),
                                profile.title(),
                                profile.trust()));
        lines.addAll(Table.lines(rows));
        return lines;
    }

    private static String without(Profile.Carried carried) {
        return Optional.of(carried.exclude())
                .filter(exclude -> !exclude.isEmpty())
                .map(exclude -> " without " + String.join(", ", exclude))
                .orElse("");
    }

    private static String shortened(String value) {
        return value.length() <= LONGEST ? value : value.substring(0, LONGEST) + "…";
    }
}
