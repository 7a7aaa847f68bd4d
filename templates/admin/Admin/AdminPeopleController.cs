#if (explicitNullable)
#nullable enable
#endif
#if (explicitRules)
#pragma warning disable CA1054, CA1056, CA1062, CA1515, CA1724, CA1812, CA2007 // rules for libraries; this is the code of a host
#endif
#if (explicitUsings)
using System.Threading;
using System.Threading.Tasks;
#endif
using Attesto.Management;
using Microsoft.AspNetCore.Mvc;

namespace HostNamespace.Admin;

/// <summary>What a person gave to applications and where they are signed in: found by the identifier that this host has for them, and ended.</summary>
[Route(Root + "/people")]
public sealed class AdminPeopleController(AdminPeople people) : AdminController
{
    [HttpGet]
    public async Task<IActionResult> Show(string? subject, string? after, CancellationToken cancellationToken) =>
        Page("Person", new AdminPersonView(string.IsNullOrWhiteSpace(subject) ? null : await people.FindAsync(subject.Trim(), after, cancellationToken)));

    [HttpPost]
    public async Task<IActionResult> End(string? subject, string? client, string? browser, CancellationToken cancellationToken) => string.IsNullOrEmpty(subject)
        ? RedirectToAction(nameof(Show))
        : Back(await people.EndAsync(subject, client, browser, Actor, cancellationToken), Url.Action(nameof(Show), new { subject })!);

    [HttpGet("end")]
    public IActionResult AskEnd(string? subject) => Confirm(
        $"End everything of {subject}",
        "Every session and every grant of this person ends at once: they sign in anew, every application asks them again, and refresh tokens are worth nothing.",
        "End everything",
        Url.Action(nameof(Show), new { subject })!,
        ("subject", subject ?? ""));

    [HttpPost("end")]
    public Task<IActionResult> EndAll(string? subject, CancellationToken cancellationToken) => End(subject, null, null, cancellationToken);
}

/// <summary>A person, or nobody yet.</summary>
public sealed record AdminPersonView(PersonAccess? Person);
