namespace Attesto.Clients;

/// <summary>What a <c>client_id</c> may look like.</summary>
internal static class ClientIdentifier
{
    private const int MaxLength = 2048; // a client_id may be a URL

    /// <summary>True for VSCHAR (RFC 6749 appendix A.1): whatever else was sent cannot name a client, and no store, token or log has to cope with it.</summary>
    public static bool IsWellFormed(string? text) => text is { Length: > 0 and <= MaxLength } && !text.AsSpan().ContainsAnyExceptInRange(' ', '~');
}
