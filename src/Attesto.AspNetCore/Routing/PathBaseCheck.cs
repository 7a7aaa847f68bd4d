using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;
using Microsoft.Extensions.Logging;

namespace Attesto.AspNetCore;

/// <summary>Serves an endpoint at the path that discovery advertises, whoever took the issuer's path off, and says once what is wrong with a request that arrives
/// elsewhere: nothing but a request shows what a proxy strips, or below which application IIS runs the host.</summary>
internal sealed partial class PathBaseCheck(EndpointUrls urls, ILogger<PathBaseCheck> logger) : MatcherPolicy, IEndpointSelectorPolicy
{
    private int _saidStripped;
    private int _saidElsewhere;
    private int _saidRoot;

    public override int Order => 0;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) => endpoints.Any(static endpoint => MountOf(endpoint) is not null);

    /// <summary>A route without the issuer's path counts only below the path base that makes it whole.</summary>
    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        for (var i = 0; i < candidates.Count; i++)
        {
            if (candidates.IsValidCandidate(i) && MountOf(candidates[i].Endpoint) is { } mount
                && !httpContext.Request.PathBase.Equals(mount.PathBase, StringComparison.OrdinalIgnoreCase))
            {
                candidates.SetValidity(i, false);
                if (!httpContext.Request.PathBase.HasValue && mount.PathBase == urls.IssuerPath && Interlocked.Exchange(ref _saidStripped, 1) == 0)
                {
                    LogStripped(mount.Path, urls.IssuerPath);
                }
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>Looks at a request that an endpoint is about to answer.</summary>
    public void Notice(HttpContext http, EndpointDefinition row)
    {
        if (http.Request.PathBase.HasValue)
        {
            var path = http.Request.PathBase + http.Request.Path;
            if (row.Place is not EndpointPlace.AtRoot
                && !urls.PathsOf(row.Endpoint).Any(advertised => path.StartsWithSegments(advertised, StringComparison.OrdinalIgnoreCase))
                && Interlocked.Exchange(ref _saidElsewhere, 1) == 0)
            {
                LogElsewhere(row.Path, http.Request.PathBase, urls.Issuer);
            }
        }
        else if (row.Endpoint is OAuthEndpoint.Authorization && urls.IssuerPath.Length > 0 && Interlocked.Exchange(ref _saidRoot, 1) == 0)
        {
            LogPagesAtRoot(urls.IssuerPath);
        }
    }

    private static EndpointMount? MountOf(Endpoint endpoint) => endpoint.Metadata.GetMetadata<EndpointMount>();

    [LoggerMessage(45, LogLevel.Warning, "A request for {Path} came without {IssuerPath}, the path of Attesto:Issuer, and was not answered. If a proxy strips that path, "
        + "let the proxy send X-Forwarded-Prefix: {IssuerPath} and name it in Attesto:TrustedProxies, or let it pass the path on.")]
    private partial void LogStripped(string path, string issuerPath);

    [LoggerMessage(46, LogLevel.Warning, "A request for {Path} came below the path base {PathBase}, where nothing of what the issuer {Issuer} advertises stands. "
        + "Set Attesto:Issuer to the URL at which this host is reached, path base included.")]
    private partial void LogElsewhere(string path, PathString pathBase, string issuer);

    [LoggerMessage(47, LogLevel.Information, "The pages of this host, the sign-in page among them, stand at its root and not below {IssuerPath}. "
        + "If your proxy passes nothing else on, call app.UsePathBase(\"{IssuerPath}\") first in Program.cs.")]
    private partial void LogPagesAtRoot(string issuerPath);
}
