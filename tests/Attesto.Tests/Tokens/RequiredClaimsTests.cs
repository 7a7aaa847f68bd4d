using System.Text.Json.Nodes;
using Attesto.Jose;
using NUnit.Framework;

namespace Attesto.Tests.Tokens;

/// <summary>What a kind of principal must have stands in its tokens, when they are made and when they come back (RFC 9068 §2.2.2 leaves further claims to the server).</summary>
public sealed class RequiredClaimsTests
{
    [TestCase(ClaimShape.NonEmptyString, "\"t1\"", true)]
    [TestCase(ClaimShape.NonEmptyString, "\"\"", false)]
    [TestCase(ClaimShape.NonEmptyString, "1", false)]
    [TestCase(ClaimShape.NonEmptyString, null, false)]
    [TestCase(ClaimShape.String, "\"\"", true)]
    [TestCase(ClaimShape.String, "1", false)]
    [TestCase(ClaimShape.NonNegativeInteger, "0", true)]
    [TestCase(ClaimShape.NonNegativeInteger, "-1", false)]
    [TestCase(ClaimShape.NonNegativeInteger, "1.5", false)]
    [TestCase(ClaimShape.NonNegativeInteger, "\"1\"", false)]
    [TestCase(ClaimShape.NonNegativeInteger, null, false)]
    public async Task A_token_is_neither_made_nor_taken_without_them(ClaimShape shape, string? json, bool fits)
    {
        var issuer = new Issuer();
        var claims = json is null ? null : new JsonObject { ["tenant"] = JsonNode.Parse(json) };
        var before = (await issuer.IssueAsync(Issuer.ARequest(claims))).Token;
        var kind = new PrincipalKind { Value = "user", SubPrefix = "usr_", RequiredClaims = { ["tenant"] = shape } };
        issuer.Options.Subjects.PrincipalKinds = [kind];

        var made = (await issuer.AccessTokens.IssueAsync(Issuer.ARequest((JsonObject?)claims?.DeepClone()), default)).TryGet(out _, out var error);
        Assert.That((made, error?.Fault), Is.EqualTo((fits, fits ? null : (Enum)TokenFault.BadClaims)));
        Assert.That(await issuer.FaultOfAsync(before), Is.EqualTo(fits ? null : (Enum)TokenFault.BadClaims));
    }

    [Test(Description = "RFC 9068 §2.2: client_id is in every token, whoever says so")]
    public async Task The_client_id_need_not_be_said_twice()
    {
        var issuer = new Issuer();
        issuer.Options.Subjects.PrincipalKinds =
            [new PrincipalKind { Value = "user", SubPrefix = "usr_", RequiredClaims = { ["client_id"] = ClaimShape.NonEmptyString } }];
        Assert.That(await issuer.FaultOfAsync((await issuer.IssueAsync(Issuer.ARequest(null))).Token), Is.Null);
        Assert.That(Attesto.Issuing.PrincipalKinds.HasRequiredClaims(issuer.Options.Subjects.PrincipalKinds[0], null, ""), Is.False);
    }
}
