using Attesto.Jose;
using Microsoft.IdentityModel.Tokens;

namespace Attesto.Keys;

/// <summary>Binds a key to its one algorithm and its <c>kid</c>, or says why that cannot be.</summary>
internal static class ServerKeyBinding
{
    public static (JsonWebKey? Published, SigningCredentials? Credentials, string? Fault) Bind(ServerKey key)
    {
        var opened = key.Open();
        if (opened.Public is not { } found)
        {
            return (null, null, opened.Fault);
        }

        var published = new JsonWebKey { Kty = found.Kty, Crv = found.Crv, X = found.X, Y = found.Y, N = found.N, E = found.E, Use = "sig" };
        if (FaultOf(published, key.Algorithm) is { } fault)
        {
            return (null, null, fault);
        }

        published.Alg = key.Algorithm ?? JoseAlgorithms.Of(published);
        published.Kid = opened.Credentials?.Kid ?? found.Kid ?? VerificationKey.ThumbprintOf(published);
        if (key.Use is KeyUse.Verify)
        {
            return (published, null, null);
        }

        return opened.Private is { } signing
            ? (published, CredentialsOf(opened, signing, published), null)
            : (null, null, "is a public key and cannot sign; give the private key, or set its use to verify");
    }

    private static SigningCredentials CredentialsOf(OpenedKey opened, SecurityKey key, JsonWebKey published)
    {
        if (opened.Credentials is { Kid: not null } own)
        {
            return own;
        }

        key.KeyId = published.Kid;
        return opened.Credentials ?? new SigningCredentials(key, published.Alg);
    }

    private static string? FaultOf(JsonWebKey key, string? algorithm) => JsonWebKeyRules.FaultOf(key) switch
    {
        JoseFault.WeakKey => "is an RSA key below 2048 bits; make one of 3072",
        JoseFault.UnsupportedKey when key.Kty is "RSA" => "is an RSA key above 4096 bits; make one of 3072",
        JoseFault.MalformedKey => "lacks a member of its type, or has one of another length or form (RFC 7518 §6)",
        not JoseFault.None => "is of a type or curve that is not supported; use P-256, P-384, P-521 or RSA, or Ed25519 with the package Attesto.EdDsa",
        _ when algorithm is not null && !JoseAlgorithms.Fits(key, algorithm) => $"cannot sign with '{algorithm}'; its own algorithm is {JoseAlgorithms.Of(key)}",
        _ => null,
    };
}
