namespace Attesto.Jose;

/// <summary>What clients may sign with. Where the host does not say, RS256 too, which hosted clients and many libraries use; FAPI 2.0 §5.4.1 leaves it out.</summary>
internal static class ClientSigning
{
    private static readonly IList<string> Fapi = [JoseAlgorithms.Ps256, JoseAlgorithms.Es256];
    private static readonly IList<string> Usual = [JoseAlgorithms.Ps256, JoseAlgorithms.Es256, JoseAlgorithms.Rs256];

    /// <summary>The algorithms of client assertions (RFC 7523 §2.2).</summary>
    public static IList<string> AssertionAlgorithms(this AttestoOptions options) => options.ClientAuthentication.SigningAlgorithms ?? Usual;

    /// <summary>The algorithms of request objects (RFC 9101 §10.5).</summary>
    public static IList<string> RequestObjectAlgorithms(this AttestoOptions options) =>
        options.RequestObjects.SigningAlgorithms ?? (options.RequestObjects.Policy is RequestObjectPolicy.FapiMessageSigning ? Fapi : Usual);
}
