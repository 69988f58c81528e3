package dev.effe.host.api;

import static dev.effe.host.api.Endpoint.Kind.CHANGE;
import static dev.effe.host.api.Endpoint.Kind.CREATE;
import static dev.effe.host.api.Endpoint.Kind.READ;
import static dev.effe.host.api.Endpoint.Kind.RESERVE;

import dev.effe.server.invoke.InvokeException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All operations of the control plane, in one table. Immutable. */
final class Operations {

    private static final String FUNCTIONS = "/2015-03-31/functions";
    private static final String FUNCTION = FUNCTIONS + "/{function}";

    private final List<Endpoint> table = new ArrayList<>();

    Operations(World world, CodeLinks links) {
        functions(new FunctionOps(world, links));
        versionsAndAliases(new VersionOps(world), new AliasOps(world));
        rules(new ConcurrencyOps(world), new PolicyOps(world), new TagOps(world));
        events(new EventConfigOps(world));
        urls(new UrlOps(world));
        readOnly(new ReadOnlyOps(world));
    }

    private void functions(FunctionOps ops) {
        table.add(Endpoint.of("CreateFunction", "POST", FUNCTIONS, CREATE, ops::create)
                .withBinary("Code.ZipFile"));
        table.add(Endpoint.of("ListFunctions", "GET", FUNCTIONS, READ, ops::list));
        table.add(Endpoint.of("GetFunction", "GET", FUNCTION, READ, ops::get));
        table.add(Endpoint.of("DeleteFunction", "DELETE", FUNCTION, CHANGE, ops::delete));
        table.add(Endpoint.of(
                "GetFunctionConfiguration", "GET", FUNCTION + "/configuration", READ, ops::getConfiguration));
        table.add(Endpoint.of(
                "UpdateFunctionConfiguration", "PUT", FUNCTION + "/configuration", CHANGE, ops::updateConfiguration));
        table.add(Endpoint.of("UpdateFunctionCode", "PUT", FUNCTION + "/code", CHANGE, ops::updateCode)
                .withBinary("ZipFile"));
    }

    private void versionsAndAliases(VersionOps versions, AliasOps aliases) {
        table.add(Endpoint.of("PublishVersion", "POST", FUNCTION + "/versions", CHANGE, versions::publish));
        table.add(Endpoint.of("ListVersionsByFunction", "GET", FUNCTION + "/versions", READ, versions::list));
        table.add(Endpoint.of("CreateAlias", "POST", FUNCTION + "/aliases", CHANGE, aliases::create));
        table.add(Endpoint.of("ListAliases", "GET", FUNCTION + "/aliases", READ, aliases::list));
        table.add(Endpoint.of("GetAlias", "GET", FUNCTION + "/aliases/{item}", READ, aliases::get));
        table.add(Endpoint.of("UpdateAlias", "PUT", FUNCTION + "/aliases/{item}", CHANGE, aliases::update));
        table.add(Endpoint.of("DeleteAlias", "DELETE", FUNCTION + "/aliases/{item}", CHANGE, aliases::delete));
        table.add(Endpoint.of(
                "AliasHistory", "GET", "/_effe/functions/{function}/aliases/{item}/history", READ, aliases::history));
    }

    private void rules(ConcurrencyOps concurrency, PolicyOps policy, TagOps tags) {
        String reserved = "/2017-10-31/functions/{function}/concurrency";
        table.add(Endpoint.of("PutFunctionConcurrency", "PUT", reserved, RESERVE, concurrency::put));
        table.add(Endpoint.of("DeleteFunctionConcurrency", "DELETE", reserved, CHANGE, concurrency::delete));
        table.add(Endpoint.of(
                "GetFunctionConcurrency",
                "GET",
                "/2019-09-30/functions/{function}/concurrency",
                READ,
                concurrency::get));
        table.add(Endpoint.of("AddPermission", "POST", FUNCTION + "/policy", CHANGE, policy::add));
        table.add(Endpoint.of("GetPolicy", "GET", FUNCTION + "/policy", READ, policy::get));
        table.add(Endpoint.of("RemovePermission", "DELETE", FUNCTION + "/policy/{item}", CHANGE, policy::remove));
        String tagged = "/2017-03-31/tags/{function}";
        table.add(Endpoint.of("TagResource", "POST", tagged, CHANGE, tags::add));
        table.add(Endpoint.of("UntagResource", "DELETE", tagged, CHANGE, tags::remove));
        table.add(Endpoint.of("ListTags", "GET", tagged, READ, tags::list));
    }

    private void events(EventConfigOps ops) {
        String config = "/2019-09-25/functions/{function}/event-invoke-config";
        table.add(Endpoint.of("PutFunctionEventInvokeConfig", "PUT", config, RESERVE, ops::put));
        table.add(Endpoint.of("UpdateFunctionEventInvokeConfig", "POST", config, RESERVE, ops::update));
        table.add(Endpoint.of("GetFunctionEventInvokeConfig", "GET", config, READ, ops::get));
        table.add(Endpoint.of("DeleteFunctionEventInvokeConfig", "DELETE", config, CHANGE, ops::delete));
        table.add(Endpoint.of("ListFunctionEventInvokeConfigs", "GET", config + "/list", READ, ops::list));
    }

    private void urls(UrlOps ops) {
        String url = "/2021-10-31/functions/{function}/url";
        table.add(Endpoint.of("CreateFunctionUrlConfig", "POST", url, RESERVE, ops::create));
        table.add(Endpoint.of("UpdateFunctionUrlConfig", "PUT", url, CHANGE, ops::update));
        table.add(Endpoint.of("GetFunctionUrlConfig", "GET", url, READ, ops::get));
        table.add(Endpoint.of("DeleteFunctionUrlConfig", "DELETE", url, CHANGE, ops::delete));
        table.add(Endpoint.of("ListFunctionUrlConfigs", "GET", url + "s", READ, ops::list));
    }

    private void readOnly(ReadOnlyOps ops) {
        table.add(Endpoint.of("GetAccountSettings", "GET", "/2016-08-19/account-settings", READ, ops::accountSettings));
        table.add(Endpoint.of(
                "GetFunctionCodeSigningConfig",
                "GET",
                "/2020-06-30/functions/{function}/code-signing-config",
                READ,
                ops::codeSigning));
        table.add(Endpoint.of(
                "GetFunctionRecursionConfig",
                "GET",
                "/2024-08-31/functions/{function}/recursion-config",
                READ,
                ops::recursion));
        table.add(Endpoint.of(
                "GetRuntimeManagementConfig",
                "GET",
                "/2021-07-20/functions/{function}/runtime-management-config",
                READ,
                ops::runtimeManagement));
        String mappings = "/2015-03-31/event-source-mappings";
        table.add(Endpoint.of("ListEventSourceMappings", "GET", mappings, READ, ops::noMappings));
        // Nothing here emits events of AWS's.
        table.add(Endpoint.of("CreateEventSourceMapping", "POST", mappings, READ, (none, request) -> {
            throw InvokeException.invalidParameter("Unrecognized event source.");
        }));
        table.add(Endpoint.of("ListLayers", "GET", "/2018-10-31/layers", READ, ops::noLayers));
    }

    /** The operation of a method and a path; null if there is none. */
    @Nullable Endpoint find(String method, String path) {
        List<String> segments = Endpoint.segments(path);
        for (Endpoint endpoint : table) {
            if (endpoint.method().equals(method) && endpoint.matches(segments)) {
                return endpoint;
            }
        }
        return null;
    }
}
