// Where a bundle goes. Its form is in the path: one that ends in `.zip` is one file, any other is a folder.

export type BundleForm = 'zip' | 'folder';

export function formOf(path: string): BundleForm {
  return /\.zip$/i.test(path.trim()) ? 'zip' : 'folder';
}

/** The path for the other form of bundle. */
export function withForm(path: string, form: BundleForm): string {
  const bare = path.trim().replace(/\.zip$/i, '');
  return form === 'zip' ? `${bare.replace(/[\\/]+$/, '') || bare}.zip` : bare;
}
