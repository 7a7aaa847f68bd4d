using Attesto.Keys;

namespace Attesto.EdDsa;

/// <summary>Reads Ed25519 keys of the server. A key of another type is read as <see cref="ServerKey"/> reads it, so a host that takes both asks here only.</summary>
public static class Ed25519Key
{
    /// <summary>A key in PEM (RFC 7468, RFC 8410), encrypted or not, or as a JSON Web Key (RFC 8037 §2).</summary>
    /// <param name="text">One key.</param>
    /// <param name="password">The password of an encrypted key, or null.</param>
    /// <param name="algorithm">The <c>alg</c> that it is bound to; null takes <c>EdDSA</c>.</param>
    /// <param name="use">Whether it signs.</param>
    /// <returns>The key, not read yet.</returns>
    public static ServerKey FromText(string text, string? password = null, string? algorithm = null, KeyUse use = KeyUse.Sign)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new(algorithm, use, () => Ed25519Reader.Find(text, password) ?? KeyTextReader.Read(text, password));
    }

    /// <summary>The same from a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="password">The password of an encrypted file, or null.</param>
    /// <param name="algorithm">The <c>alg</c> that it is bound to; null takes <c>EdDSA</c>.</param>
    /// <param name="use">Whether it signs.</param>
    /// <returns>The key, not read yet.</returns>
    public static ServerKey FromFile(string path, string? password = null, string? algorithm = null, KeyUse use = KeyUse.Sign)
    {
        ArgumentNullException.ThrowIfNull(path);
        return new(algorithm, use, () => KeyFileReader.Read(path, password, text => Ed25519Reader.Find(text, password)));
    }
}
