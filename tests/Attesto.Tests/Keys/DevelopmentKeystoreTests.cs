using Attesto.Keys;
using NUnit.Framework;

namespace Attesto.Tests.Keys;

public sealed class DevelopmentKeystoreTests
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"attesto-{Secret.NewId()}");

    private string File => Path.Combine(_folder, "sub", "keys.pem");

    [TearDown]
    public void Remove() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task Keys_are_made_once_and_kept()
    {
        var first = await new DevelopmentKeystore(File).GetVerificationKeysAsync(default);
        var second = await new DevelopmentKeystore(File).GetVerificationKeysAsync(default);
        Assert.That(first.Select(key => key.Alg), Is.EqualTo(new[] { "ES256", "RS256" }));
        Assert.That(second.Select(key => key.Kid), Is.EqualTo(first.Select(key => key.Kid)));
        Assert.That(Directory.GetFiles(Path.GetDirectoryName(File)!), Is.EqualTo(new[] { File }), "no draft is left behind");
    }

    [Test, Platform(Exclude = "Win")]
    public void The_file_and_its_folder_are_for_their_owner_only()
    {
        _ = new DevelopmentKeystore(File);
        if (!OperatingSystem.IsWindows())
        {
            const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            Assert.That(System.IO.File.GetUnixFileMode(File), Is.EqualTo(owner));
            Assert.That(System.IO.File.GetUnixFileMode(Path.GetDirectoryName(File)!), Is.EqualTo(owner | UnixFileMode.UserExecute));
        }
    }

    [Test]
    public void Two_processes_that_start_at_once_share_one_file()
    {
        var stores = new DevelopmentKeystore[4];
        Parallel.For(0, stores.Length, i => stores[i] = new DevelopmentKeystore(File));
        var ids = stores.Select(store => store.FindSigningCredentialsAsync(null, default).AsTask().GetAwaiter().GetResult()!.Kid);
        Assert.That(ids.Distinct(StringComparer.Ordinal), Has.Exactly(1).Items);
    }
}
