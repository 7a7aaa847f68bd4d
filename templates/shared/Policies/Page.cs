#if (explicitNullable)
#nullable enable
#endif
#if (explicitRules)
#pragma warning disable CA1054, CA1056, CA1062, CA1515, CA1724, CA1812, CA2007 // rules for libraries; this is the code of a host
#endif
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace PoliciesNamespace;

/// <summary>A page of Views/Attesto, where a policy answers the browser itself.</summary>
internal static class Page
{
    public static ViewResult Of<TModel>(string name, TModel model) => new()
    {
        ViewName = $"~/Views/Attesto/{name}.cshtml",
        ViewData = new ViewDataDictionary<TModel>(new EmptyModelMetadataProvider(), new ModelStateDictionary()) { Model = model },
    };
}
