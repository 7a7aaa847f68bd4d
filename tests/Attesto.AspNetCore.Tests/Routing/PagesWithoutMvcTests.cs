using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;

namespace Attesto.AspNetCore.Tests.Routing;

/// <summary>Sign-in in a host without MVC, as docs/without-mvc.md has it.</summary>
public sealed class PagesWithoutMvcTests
{
    private const string Authorize = "/oauth/authorize?response_type=code&client_id=web&redirect_uri=https%3A%2F%2Fapp.example%2Fcb&scope=openid&state=s"
        + "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256";

    [Test]
    public async Task A_person_signs_in_at_a_page_of_minimal_APIs()
    {
        await using var host = await StartAsync<MinimalSignIn>();
        var browser = host.CreateClient();
        using var asked = await browser.GetAsync(Authorize);
        Assert.That(asked.Headers.Location?.ToString(), Does.StartWith("/sign-in?returnUrl="));

        using var signedIn = await browser.GetAsync(asked.Headers.Location);
        using var back = new HttpRequestMessage(HttpMethod.Get, signedIn.Headers.Location);
        back.Headers.Add("Cookie", signedIn.Headers.GetValues("Set-Cookie").Select(cookie => cookie.Split(';')[0]));
        using var answered = await browser.SendAsync(back);
        Assert.That(answered.Headers.Location?.ToString(), Does.StartWith("https://app.example/cb?code="));
    }

    [Test]
    public async Task A_view_that_cannot_be_rendered_is_a_fault_of_the_server()
    {
        await using var host = await StartAsync<SignInOfMvc>();
        using var answer = await host.CreateClient().GetAsync(Authorize);
        Assert.That((answer.StatusCode, await answer.Content.ReadAsStringAsync()), Is.EqualTo(
            (HttpStatusCode.InternalServerError, """{"error":"server_error","error_description":"the server failed to process the request"}""")));
    }

    private static Task<TestHost> StartAsync<T>()
        where T : class, ISignInPolicy => TestHost.StartAsync(
            attesto => attesto.Services.AddScoped<ISignInPolicy, T>().AddAuthentication("Cookies").AddCookie("Cookies"),
            pipeline: app =>
            {
                app.MapGet("/sign-in", static (string returnUrl) => Results.SignIn(
                    new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", "bob")], "Cookies")), new() { RedirectUri = returnUrl }, "Cookies"));
                app.MapAttesto();
            },
            hasControllers: false);

    private sealed class MinimalSignIn(SignInReturn signInReturn) : ISignInPolicy
    {
        public async ValueTask<SignInOutcome> SignInAsync(HttpContext http, SignInRequest request, CancellationToken cancellationToken)
        {
            var session = await http.AuthenticateAsync("Cookies");
            if (session.Principal?.FindFirstValue("sub") is { } subject
                && new SignInOutcome.Authenticated(subject) { AuthTime = session.Properties!.IssuedUtc } is var person
                && signInReturn.IsMetBy(http, request, person))
            {
                return person;
            }

            return request.Interactive
                ? new SignInOutcome.Handled(Results.LocalRedirect(
                    $"/sign-in?returnUrl={Uri.EscapeDataString(await signInReturn.ReturnUrlAsync(http, cancellationToken))}"))
                : new SignInOutcome.Unauthenticated();
        }
    }

    private sealed class SignInOfMvc : ISignInPolicy
    {
        public ValueTask<SignInOutcome> SignInAsync(HttpContext http, SignInRequest request, CancellationToken cancellationToken) =>
            ValueTask.FromResult<SignInOutcome>(new SignInOutcome.Handled(new RedirectToActionResult("Show", "SignIn", null)));
    }
}
