using System.Security.Cryptography;
using Attesto.Keys;
using NUnit.Framework;

namespace Attesto.Tests.Keys.Rotation;

public sealed class KeyEncryptionKeysTests
{
    private static readonly byte[] Secret = RandomNumberGenerator.GetBytes(138);

    private readonly string _file = Path.GetTempFileName();

    [OneTimeTearDown]
    public void Remove() => File.Delete(_file);

    [Test]
    public async Task What_was_encrypted_is_decrypted_for_its_kid_and_under_a_key_that_came_before()
    {
        var (old, next) = (NewKey(), NewKey());
        var cipher = await Read(old).ProtectAsync(Secret, "kid", default);
        Assert.That(await Read(old).ProtectAsync(Secret, "kid", default), Is.Not.EqualTo(cipher));
        Assert.That(await Read(old).UnprotectAsync(cipher, "kid", default), Is.EqualTo(Secret));
        Assert.That(await Read(next, old).UnprotectAsync(cipher, "kid", default), Is.EqualTo(Secret));

        Assert.That(() => Read(next).UnprotectAsync(cipher, "kid", default).AsTask(), Throws.InstanceOf<CryptographicException>().With.Message.Contains("does not have"));
        Assert.That(() => Read(old).UnprotectAsync(cipher, "other", default).AsTask(), Throws.InstanceOf<CryptographicException>());
        Assert.That(() => Read(old).UnprotectAsync("short"u8.ToArray(), "kid", default).AsTask(), Throws.InstanceOf<CryptographicException>());
    }

    [Test]
    public async Task Each_byte_is_authenticated()
    {
        var keys = Read(NewKey());
        var cipher = await keys.ProtectAsync(Secret, "kid", default);
        for (var i = 0; i < cipher.Length; i++)
        {
            var changed = (byte[])cipher.Clone();
            changed[i] ^= 1;
            Assert.That(() => keys.UnprotectAsync(changed, "kid", default).AsTask(), Throws.InstanceOf<CryptographicException>(), $"byte {i}");
        }
    }

    [Test]
    public async Task A_key_is_read_from_a_file_as_openssl_writes_it()
    {
        var key = NewKey();
        await File.WriteAllTextAsync(_file, $"{key}\n");
        var cipher = await Read(key).ProtectAsync(Secret, "kid", default);
        Assert.That(await Read(new KeyRotationOptions { KeyEncryptionKeyFiles = [_file] })!.UnprotectAsync(cipher, "kid", default), Is.EqualTo(Secret));
    }

    [Test]
    public void What_is_no_key_is_named_all_at_once()
    {
        var faults = new List<string>();
        var options = new KeyRotationOptions
        {
            KeyEncryptionKeyFiles = [typeof(KeyEncryptionKeys).Assembly.Location, "/no/such/file"],
            KeyEncryptionKeys = [NewKey(), Convert.ToBase64String(new byte[16]), "?"]
        };
        Assert.That(KeyEncryptionKeys.Read(options, (option, fault) => faults.Add($"{option} {fault}")), Is.Null);
        Assert.That(faults, Has.Count.EqualTo(4));
        Assert.That(faults[1], Does.StartWith("KeyRotation:KeyEncryptionKeyFiles:1 cannot be read"));
        Assert.That(faults[3], Does.StartWith("KeyRotation:KeyEncryptionKeys:2 is no key").And.Contain("openssl rand -base64 32"));
        Assert.That(Read(new KeyRotationOptions()), Is.Null, "data protection is used then");
    }

    private static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private static KeyEncryptionKeys Read(params string[] keys) => Read(new KeyRotationOptions { KeyEncryptionKeys = keys })!;

    private static KeyEncryptionKeys? Read(KeyRotationOptions options) => KeyEncryptionKeys.Read(options, (_, fault) => Assert.Fail(fault));
}
