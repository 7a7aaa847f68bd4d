using Attesto.AspNetCore;
using Microsoft.Extensions.DependencyInjection;

namespace Attesto.Management;

/// <summary>Looks at a running server from outside, as a client meets it.</summary>
internal static class LiveServer
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly ServerCheck Reached = new(
        "live.reached", CheckSeverity.Error, "", "The server answers.", "See whether it runs, and whether its name and certificate are right.");

    /// <summary>The checks.</summary>
    public static IEnumerable<ServerCheck> All => [Reached, .. TlsChecks.All, .. MetadataChecks.All, .. PublishedKeyChecks.All, .. AnswerChecks.All];

    /// <summary>What is not as it must be at an issuer's URL.</summary>
    public static async Task<IReadOnlyList<Finding>> FindAsync(Uri issuer, IServiceProvider services, CancellationToken cancellationToken)
    {
        var clock = services.GetRequiredService<TimeProvider>();
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        var tls = issuer.Scheme == Uri.UriSchemeHttps ? await TlsChecks.FindAsync(issuer, clock, cancellationToken) : [];
        return [.. tls, .. await FindAsync(issuer, handler, clock, cancellationToken)];
    }

    /// <summary>What is not as it must be in what a server answers.</summary>
    public static async Task<IReadOnlyList<Finding>> FindAsync(Uri issuer, HttpMessageHandler handler, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var http = new HttpClient(handler, disposeHandler: false) { Timeout = Patience };
        try
        {
            var server = new ServerView(issuer, http);
            var (metadata, findings) = await MetadataChecks.FindAsync(server, cancellationToken);
            return metadata is null ? findings :
            [
                .. findings,
                .. await PublishedKeyChecks.FindAsync(server, metadata, cancellationToken),
                .. await AnswerChecks.FindAsync(server, metadata, clock, cancellationToken),
            ];
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return [Reached.Found($"{issuer} does not answer: {fault.InnerException?.Message ?? fault.Message}")];
        }
    }
}
