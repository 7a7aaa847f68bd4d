using Attesto.Issuing;
using Attesto.Tests.Token;
using NUnit.Framework;

namespace Attesto.Tests.Grants;

/// <summary>The token on the wire, and what becomes of tokens that nobody issued.</summary>
[TestFixture]
public sealed class RefreshTokenTests
{
    [Test]
    public void A_token_is_read_as_it_was_written()
    {
        var id = GrantId.New();
        var first = RefreshToken.First(id);
        var third = first.Next().Next();

        Assert.That(RefreshToken.TryParse(third.Text, out var read), Is.True);
        Assert.That((read!.GrantId, read.Generation, read.Hash, read.FamilyHash), Is.EqualTo((id, 3, third.Hash, first.FamilyHash)));
        Assert.That(third.Text, Has.Length.LessThanOrEqualTo(160).And.Not.EqualTo(first.Text));
        Assert.That(third.ToString(), Does.Not.Contain(third.Text[..8]));
    }

    [Test]
    public void Tokens_of_one_generation_differ()
    {
        var first = RefreshToken.First(GrantId.New());
        Assert.That(first.Next().Hash, Is.Not.EqualTo(first.Next().Hash));
    }

    [Test]
    public void Only_the_holder_of_the_parent_reads_the_successor()
    {
        var parent = RefreshToken.First(GrantId.New());
        var (successor, sibling) = (parent.Next(), RefreshToken.First(parent.GrantId));
        var cipher = parent.Protect(successor);

        Assert.That(parent.Unprotect(cipher)?.Text, Is.EqualTo(successor.Text));
        Assert.That(sibling.Unprotect(cipher), Is.Null);
        Assert.That(successor.Unprotect(cipher), Is.Null);
        Assert.That(parent.Protect(successor), Is.Not.EqualTo(cipher), "a nonce of its own");
        foreach (var damaged in new[] { "", "x", cipher[..^1], cipher + "A", (cipher[0] == 'A' ? 'B' : 'A') + cipher[1..], new string('%', cipher.Length) })
        {
            Assert.That(parent.Unprotect(damaged), Is.Null, damaged);
        }
    }

    [TestCase("")]
    [TestCase("garbage")]
    [TestCase("\ud800")]
    public void What_is_none_is_not_read(string text)
    {
        Assert.That(RefreshToken.TryParse(text, out _), Is.False);
        Assert.That(RefreshToken.TryParse(text.PadRight(104, '='), out _), Is.False);
        Assert.That(RefreshToken.TryParse(text.PadRight(104, ' '), out _), Is.False);
    }

    [Test]
    public async Task Every_flipped_bit_is_refused_and_ends_nothing()
    {
        await using var server = new Server();
        var first = (await server.FirstTokensAsync()).RefreshToken!;
        var second = Server.Tokens(await server.TokenAsync(Server.Refresh(first))).RefreshToken!;
        var third = Server.Tokens(await server.TokenAsync(Server.Refresh(second))).RefreshToken!;

        foreach (var token in new[] { first, second, third })
        {
            var bytes = System.Buffers.Text.Base64Url.DecodeFromChars(token);
            for (var bit = 0; bit < bytes.Length * 8; bit++)
            {
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
                await AssertUnknownAsync(server, System.Buffers.Text.Base64Url.EncodeToString(bytes));
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            }
        }

        Assert.That(Server.Tokens(await server.TokenAsync(Server.Refresh(third))).RefreshToken, Is.Not.Null, "the grant lives");
    }

    [Test]
    public async Task A_forged_token_is_refused_and_ends_nothing()
    {
        await using var server = new Server();
        var newest = await RefreshedAsync(server, times: 3);
        var (own, other) = (Parse(newest), Parse((await server.FirstTokensAsync()).RefreshToken!));
        var guessed = RefreshToken.First(own.GrantId); // well formed, with a family secret of its own

        foreach (var forged in new[] { guessed, guessed.Next(), guessed.Next().Next().Next().Next(), guessed.Next().Next().Next(), own.Next(), own.Next().Next(), other.Next() })
        {
            await AssertUnknownAsync(server, forged.Text);
        }

        foreach (var text in new[] { newest[..^1], newest[1..], newest + "A", newest + "=", newest.ToUpperInvariant(), $" {newest}" })
        {
            await AssertUnknownAsync(server, text);
        }

        Assert.That(Server.Tokens(await server.TokenAsync(Server.Refresh(newest))).RefreshToken, Is.Not.Null, "the grant lives");
        Assert.That(Server.Tokens(await server.TokenAsync(Server.Refresh(other.Text))).RefreshToken, Is.Not.Null, "the other one, too");
    }

    [Test(Description = "RFC 9700 §4.14.2")]
    public async Task A_genuine_token_ends_its_grant_however_old_it_is()
    {
        await using var server = new Server();
        var first = (await server.FirstTokensAsync()).RefreshToken!;
        var newest = first;
        for (var i = 0; i < 50; i++)
        {
            server.Clock.Advance(TimeSpan.FromDays(10));
            newest = Server.Tokens(await server.TokenAsync(Server.Refresh(newest))).RefreshToken!;
        }

        Assert.That(Server.Error(await server.TokenAsync(Server.Refresh(first))).Fault, Is.EqualTo(GrantFault.Replayed));
        Assert.That(Server.Error(await server.TokenAsync(Server.Refresh(newest))).Fault, Is.EqualTo(GrantFault.Revoked));
    }

    private static async Task<string> RefreshedAsync(Server server, int times)
    {
        var token = (await server.FirstTokensAsync()).RefreshToken!;
        for (var i = 0; i < times; i++)
        {
            token = Server.Tokens(await server.TokenAsync(Server.Refresh(token))).RefreshToken!;
        }

        return token;
    }

    private static RefreshToken Parse(string text) => RefreshToken.TryParse(text, out var token) ? token : throw new AssertionException("no refresh token");

    private static async Task AssertUnknownAsync(Server server, string text)
    {
        var error = Server.Error(await server.TokenAsync(Server.Refresh(text)));
        Assert.That((error.Code, error.Fault), Is.EqualTo(("invalid_grant", (Enum)GrantFault.Unknown)), text);
    }
}
