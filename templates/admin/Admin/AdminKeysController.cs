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

/// <summary>The keys that sign tokens: seen, rotated early or at once, taken out.</summary>
[Route(Root + "/keys")]
public sealed class AdminKeysController(AdminKeys keys) : AdminController
{
    private string List => Url.Action(nameof(Show))!;

    [HttpGet]
    public async Task<IActionResult> Show(CancellationToken cancellationToken) => Page("Keys", await keys.ListAsync(cancellationToken));

    [HttpPost]
    public async Task<IActionResult> Rotate(string? algorithm, CancellationToken cancellationToken) =>
        Answer(await keys.RotateAsync(algorithm, immediately: false, Actor, cancellationToken), "The next key is announced.");

    [HttpGet("now")]
    public IActionResult AskNow(string? algorithm) =>
        Confirm("Rotate at once", AdminKeys.CostOfRotatingNow, "Rotate at once", List, ("algorithm", algorithm ?? ""));

    [HttpPost("now")]
    public async Task<IActionResult> RotateNow(string? algorithm, CancellationToken cancellationToken) =>
        Answer(await keys.RotateAsync(algorithm, immediately: true, Actor, cancellationToken), "The next key signs half a minute from now.");

    [HttpGet("retire")]
    public IActionResult AskRetire(string? kid) =>
        Confirm($"Retire the key {kid}", AdminKeys.CostOfRetiring, "Retire it", List, ("kid", kid ?? ""));

    [HttpPost("retire")]
    public async Task<IActionResult> Retire(string? kid, CancellationToken cancellationToken) =>
        Answer(await keys.RetireAsync(kid ?? "", Actor, cancellationToken), "The key is retired.");

    private LocalRedirectResult Answer(string? refusal, string done) => Back(refusal ?? done, List, isFault: refusal is not null);
}
