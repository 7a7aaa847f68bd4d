namespace Attesto;

/// <summary>A redirect URI that was matched against the client's registration. Only the check makes one, so an open redirect does not compile.</summary>
public sealed record ValidatedRedirectUri
{
    internal ValidatedRedirectUri(string value) => Value = value;

    /// <summary>The URI as the client sent it, byte for byte.</summary>
    public string Value { get; }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
