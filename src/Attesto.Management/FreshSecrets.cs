using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Attesto.Management;

/// <summary>Makes the secrets of clients, and lets those before end.</summary>
internal static class FreshSecrets
{
    /// <summary>How long the secrets before go on unless somebody says otherwise.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromDays(1);

    public static readonly TimeSpan LongestOverlap = TimeSpan.FromDays(365);
    public static readonly TimeSpan LongestLifetime = TimeSpan.FromDays(3650);

    private const int Bytes = 32;
    private const int Most = 10; // at a time; each is compared when the client authenticates

    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>A client with what it authenticates with: one that would have nothing gets a secret.</summary>
    public static (Client Client, string? Secret) Complete(Client client)
    {
        var secret = NeedsSecret(client) ? New() : null;
        return (secret is null ? client : client with { Secrets = [ClientSecret.Of(secret)] }, secret);
    }

    /// <summary>Why a client can have no other secret, or null if it can.</summary>
    public static Refusal? FaultOf(Client client, TimeSpan overlap, DateTimeOffset now) =>
        client.IsPublic ? new Refusal($"The client \"{client.Id}\" is public: it can keep no secret.") :
        Ending(client.Secrets, now, now + overlap).Count() >= Most ? new Refusal(
            $"The client \"{client.Id}\" has {Most} secrets that still work. Wait until some end, or let them end sooner: a shorter overlap ends all of them.") :
        null;

    /// <summary>Secrets that end at an instant, but for those that end before it; those that are over are left out.</summary>
    public static IEnumerable<ClientSecret> Ending(ImmutableArray<ClientSecret> secrets, DateTimeOffset now, DateTimeOffset end) => secrets
        .Select(secret => secret.ExpiresAt is { } earlier && earlier < end ? secret : secret with { ExpiresAt = end })
        .Where(secret => secret.ExpiresAt > now);

    public static bool NeedsSecret(Client client) =>
        client is { IsPublic: false, Secrets.IsEmpty: true, Jwks: null, JwksUri: null, TlsClientAuthSubjectDn: null }
        && client.TokenEndpointAuthMethod is null or AuthenticationMethods.ClientSecretBasic or AuthenticationMethods.ClientSecretPost;
}
