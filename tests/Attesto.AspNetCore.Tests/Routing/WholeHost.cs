using Microsoft.AspNetCore.Builder;

namespace Attesto.AspNetCore.Tests.Routing;

/// <summary>A host that serves every endpoint, by the emitted controllers or by <c>MapAttesto</c>.</summary>
internal static class WholeHost
{
    private static readonly Dictionary<string, string?> EverythingOn = new()
    {
        ["Attesto:Registration:Enabled"] = "true",
        ["Attesto:Registration:Scopes:0"] = "read:reports",
        ["Attesto:Device:Enabled"] = "true",
        ["Attesto:Logout:Enabled"] = "true",
    };

    public static Task<TestHost> StartAsync(bool controllers, Dictionary<string, string?>? more = null) => TestHost.StartAsync(
        attesto => attesto.UseLogout((_, _, _) => ValueTask.FromResult<TerminationOutcome>(new TerminationOutcome.NoSession())),
        new(EverythingOn.Concat(more ?? [])),
        pipeline: app => _ = controllers ? null : app.MapAttesto(),
        hasControllers: controllers);

    public static string PathOf(this TestHost host, OAuthEndpoint endpoint) => host.Service<EndpointUrls>().PathOf(endpoint);
}
