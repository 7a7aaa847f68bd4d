namespace Attesto;

/// <summary>A kind of principal that tokens are about, such as a user or a client. Kinds differ in value and in the prefix of their <c>sub</c>.</summary>
public sealed class PrincipalKind
{
    /// <summary>The value of the token's <c>principal_kind</c> claim, such as <c>user</c>.</summary>
    public string Value { get; set; } = "";

    /// <summary>What every <c>sub</c> of this kind starts with, such as <c>usr_</c>.</summary>
    public string SubPrefix { get; set; } = "";

    /// <summary>The claims that every access token of this kind must carry, and their shapes.</summary>
    public IDictionary<string, ClaimShape> RequiredClaims { get; set; } = new Dictionary<string, ClaimShape>(StringComparer.Ordinal);
}
