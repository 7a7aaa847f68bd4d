namespace Attesto.Revocation;

/// <summary>A successful revocation (RFC 7009 §2.2): status 200 and an empty JSON object, whatever the token was.</summary>
internal sealed record RevocationResponse
{
    /// <summary>The only one.</summary>
    public static RevocationResponse Done { get; } = new();
}
