using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace Attesto.Lab.Policies;

/// <summary>A page of Views/Attesto, where a policy answers the browser itself.</summary>
internal static class Page
{
    public static ViewResult Of<TModel>(string name, TModel model) => new()
    {
        ViewName = $"~/Views/Attesto/{name}.cshtml",
        ViewData = new ViewDataDictionary<TModel>(new EmptyModelMetadataProvider(), new ModelStateDictionary()) { Model = model },
    };
}
