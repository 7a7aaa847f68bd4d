using Microsoft.AspNetCore.Authorization;

namespace Attesto.AspNetCore;

/// <summary>What a route of an endpoint bears, whoever mounts it.</summary>
internal static class EndpointMetadata
{
    public static IEnumerable<object> Of(EndpointDefinition row, EndpointMount mount) =>
    [
        .. mount.PathBase.Length > 0 ? [mount] : Array.Empty<object>(), // a route that PathBaseCheck has to look at
        new AttestoEndpointAttribute(row.Endpoint),
        new RouteClassMetadata(row.Class),
        new AllowAnonymousAttribute(), // the protocol authenticates its callers itself; a host's fallback policy must not get in between
    ];
}
