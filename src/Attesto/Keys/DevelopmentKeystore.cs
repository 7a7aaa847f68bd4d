using System.Collections.Immutable;
using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Attesto.Keys;

/// <summary>Keys for a developer's machine: an ES256 and an RS256 key in one file, made on the first start and kept, so that tokens survive a restart.</summary>
public sealed class DevelopmentKeystore : IKeystore
{
    private readonly StaticKeystore _keys;

    /// <summary>Reads the file, or makes it, readable by its owner only; a folder that it makes too, and a hidden one that was there.</summary>
    /// <param name="path">The file, outside version control.</param>
    /// <exception cref="ArgumentException">The file holds something else.</exception>
    public DevelopmentKeystore(string path) => _keys = new StaticKeystore(Read(path));

    /// <inheritdoc/>
    public ValueTask<SigningCredentials?> FindSigningCredentialsAsync(string? algorithm, CancellationToken cancellationToken) =>
        _keys.FindSigningCredentialsAsync(algorithm, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<JsonWebKey>> GetVerificationKeysAsync(CancellationToken cancellationToken) =>
        _keys.GetVerificationKeysAsync(cancellationToken);

    private static List<ServerKey> Read(string path)
    {
        if (!File.Exists(path))
        {
            MakeFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
            Create(path);
        }

        var keys = new List<ServerKey>();
        for (var rest = File.ReadAllText(path); PemEncoding.TryFind(rest, out var fields); rest = rest[fields.Location.End..])
        {
            keys.Add(ServerKey.FromText(rest[fields.Location]));
        }

        return keys;
    }

    private static void MakeFolder(string folder)
    {
        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }

        Directory.CreateDirectory(folder, owner);
        if (Path.GetFileName(folder) is ['.', ..])
        {
            File.SetUnixFileMode(folder, owner); // the application's own, such as the template's .attesto
        }
    }

    // Written aside and moved into place: of two processes that start at once one file wins, whole.
    private static void Create(string path)
    {
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var rsa = RSA.Create(3072);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var draft = $"{path}.{Secret.NewId()}";
        using (var writer = new StreamWriter(draft, options))
        {
            writer.WriteLine(ec.ExportPkcs8PrivateKeyPem());
            writer.WriteLine(rsa.ExportPkcs8PrivateKeyPem());
        }

        try
        {
            File.Move(draft, path);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft);
        }
    }
}
