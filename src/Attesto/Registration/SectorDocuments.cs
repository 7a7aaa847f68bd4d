using System.Collections.Immutable;
using System.Text.Json;
using Attesto.Outbound;

namespace Attesto.Registration;

/// <summary>Fetches the list of redirect URIs behind a <c>sector_identifier_uri</c>, through the guard (OpenID Connect Registration §5).</summary>
/// <param name="outbound">The way out.</param>
internal sealed class SectorDocuments(IOutboundClient outbound)
{
    private const int MaxLength = 65_536;

    /// <summary>Whether the list names every redirect URI: only then does the sector know this client.</summary>
    /// <param name="uri">The <c>sector_identifier_uri</c>, of a form that may be called.</param>
    /// <param name="redirectUris">What the client registers.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>What is wrong, to be read behind the name of the member; null if nothing is.</returns>
    public async ValueTask<string?> FaultOfAsync(string uri, ImmutableArray<string> redirectUris, CancellationToken cancellationToken) =>
        await outbound.SendAsync(new OutboundRequest(uri) { MaxBodyLength = MaxLength }, cancellationToken) is not OutboundAnswer.Answered { Status: 200 } answered
            || Read(answered.Body) is not { } listed ? "does not answer with a JSON array of redirect URIs"
        : redirectUris.FirstOrDefault(redirect => !listed.Contains(redirect)) is { } missing ? $"does not list the redirect URI {missing}"
        : null;

    private static HashSet<string>? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind is JsonValueKind.Array && json.RootElement.EnumerateArray().All(item => item.ValueKind is JsonValueKind.String)
                ? [.. json.RootElement.EnumerateArray().Select(item => item.GetString()!)]
                : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException) // a lone surrogate is found when the text is read
        {
            return null;
        }
    }
}
