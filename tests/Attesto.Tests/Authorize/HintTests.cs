using Attesto.Issuing;
using Attesto.Subjects;
using Attesto.Tests.Jose;
using Attesto.Tests.Keys;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Attesto.Tests.Authorize;

/// <summary>The <c>id_token_hint</c> (OpenID Connect Core §3.1.2.1): it names the one person who will do.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class HintTests
{
    private readonly FrontChannel _server = new();

    [TestCase("usr_alice", null)]
    [TestCase("usr_alice", "none")]
    public async Task The_person_of_the_hint_gets_a_code(string sub, string? prompt)
    {
        Assert.That((await _server.AuthorizeAsync(("id_token_hint", await HintAsync(sub)), ("prompt", prompt))).Sent("code"), Is.Not.Empty);
        Assert.That(_server.Person.Asked.Single().Authorization!.SubjectHint, Is.EqualTo(sub));
    }

    [TestCase(null)]
    [TestCase("none")]
    public async Task Another_person_does_not(string? prompt)
    {
        var outcome = await _server.AuthorizeAsync(("id_token_hint", await HintAsync("usr_bob")), ("prompt", prompt));
        Assert.That(outcome.Sent("error"), Is.EqualTo("login_required"));
        Assert.That(_server.Person.AskedToAgree, Is.Empty);
    }

    [TestCase(true, "code")]
    [TestCase(false, "error")]
    public async Task A_client_with_pairwise_subjects_hints_at_its_own(bool isItsOwn, string sent)
    {
        _server.Options.Subjects.PairwiseSalt = "0123456789abcdef0123456789abcdef";
        _server.App = _server.App with { SubjectType = SubjectType.Pairwise };
        var sub = isItsOwn ? _server.Services.GetRequiredService<PairwiseSubjects>().Of(_server.App, "usr_alice") : "usr_alice";
        Assert.That((await _server.AuthorizeAsync(("id_token_hint", await HintAsync(sub)))).Sent(sent), Is.Not.Empty);
    }

    [Test]
    public async Task An_expired_hint_will_do()
    {
        var hint = await HintAsync("usr_alice");
        _server.Clock.Advance(TimeSpan.FromDays(30));
        Assert.That((await _server.AuthorizeAsync(("id_token_hint", hint))).Sent("code"), Is.Not.Empty);
    }

    [Test]
    public async Task A_hint_signed_by_a_retired_key_counts_as_none_but_not_without_pages()
    {
        var retired = TestKeys.NewEs256();
        var hint = Forge.Signed(retired, Forge.Header(retired, "JWT"), """{"iss":"https://as.example","sub":"usr_bob","aud":"app","iat":1,"exp":2}""");
        Assert.That((await _server.AuthorizeAsync(("id_token_hint", hint))).Sent("code"), Is.Not.Empty);
        Assert.That(_server.Person.Asked.Single().Authorization!.SubjectHint, Is.Null);
        Assert.That((await _server.AuthorizeAsync(("id_token_hint", hint), ("prompt", "none"))).Sent("error"), Is.EqualTo("login_required"));
    }

    [Test]
    public async Task A_hint_for_another_client_is_refused()
    {
        var hint = await HintAsync("usr_alice", _server.Others.Single());
        Assert.That((await _server.AuthorizeAsync(("id_token_hint", hint))).Sent("error"), Is.EqualTo("invalid_request"));
    }

    [Test]
    public async Task Hint_and_demanded_subject_must_agree()
    {
        _server.Options.Claims.ParameterSupported = true;
        var outcome = await _server.AuthorizeAsync(("id_token_hint", await HintAsync("usr_alice")), ("claims", """{"id_token":{"sub":{"value":"usr_bob"}}}"""));
        Assert.That(outcome.Sent("error"), Is.EqualTo("invalid_request"));
    }

    [Test]
    public async Task A_signed_authorization_response_is_no_hint()
    {
        var response = (await _server.AuthorizeAsync(("response_mode", "jwt"))).Sent("response");
        Assert.That((await _server.AuthorizeAsync(("id_token_hint", response))).Sent("error"), Is.EqualTo("invalid_request"));
    }

    [Test]
    public async Task The_hint_is_checked_against_whoever_signs_in_after_all()
    {
        _server.Person.SignIn = new SignInOutcome.Authenticated("bob");
        Assert.That((await _server.AuthorizeAsync(("id_token_hint", await HintAsync("usr_bob")))).Sent("code"), Is.Not.Empty);
    }

    private async Task<string> HintAsync(string sub, Client? client = null)
    {
        using var scope = _server.Services.CreateScope();
        var issued = await scope.ServiceProvider.GetRequiredService<IdTokenIssuer>()
            .IssueAsync(new IdTokenRequest { Client = client ?? _server.App, Subject = sub }, CancellationToken.None);
        return issued.TryGet(out var token, out var error) ? token : throw new AssertionException(error.Code);
    }
}
