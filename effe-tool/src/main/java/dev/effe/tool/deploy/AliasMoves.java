package dev.effe.tool.deploy;

import dev.effe.tool.deploy.plan.AliasTrail;
import dev.effe.tool.remote.AliasState;
import dev.effe.tool.remote.LambdaFunctions;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Moves aliases, and knows where they were before: a host keeps that itself, on AWS it is a line in the alias's
 * description. Stateless.
 */
final class AliasMoves {

    private final LambdaFunctions place;

    AliasMoves(LambdaFunctions place) {
        this.place = place;
    }

    /** Gives all calls of an alias to a version, and makes the alias if there is none. */
    void move(String function, @Nullable AliasState alias, String name, String version) throws IOException {
        place.point(function, alias, name, version, Map.of(), description(alias, version));
    }

    /** Takes the share of another version back; says who has moved the alias meanwhile, if somebody has. */
    void takeBack(String function, AliasState alias) throws IOException {
        place.point(function, alias, alias.name(), alias.version(), Map.of(), null);
    }

    /** Gives a share of the calls of an alias to another version. */
    AliasState share(String function, AliasState alias, String other, double share) throws IOException {
        return place.point(function, alias, alias.name(), alias.version(), Map.of(other, share), null);
    }

    private @Nullable String description(@Nullable AliasState alias, String version) {
        if (place.endpoint().host()) {
            return null;
        }
        if (alias == null) {
            return AliasTrail.of(version).in("");
        }
        AliasTrail trail =
                AliasTrail.ofDescription(alias.version(), alias.description()).orElse(AliasTrail.of(alias.version()));
        return trail.movedTo(version).in(alias.description());
    }

    /** The trail of an alias; empty if nobody knows it. */
    Optional<AliasTrail> trail(String function, AliasState alias) throws IOException {
        return place.endpoint().host()
                ? Optional.of(AliasTrail.ofHistory(alias.version(), place.history(function, alias.name())))
                : AliasTrail.ofDescription(alias.version(), alias.description());
    }
}
